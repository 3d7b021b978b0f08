import { describe, expect, test } from 'vitest';
import { parseOfficial, parseReply } from '../../../src/benchmarks/mmie/parse.ts';
import { parseStrict } from '../../../src/benchmarks/mmie/strict.ts';
import cases from '../fixtures/mmieReplies.json' with { type: 'json' };

describe('the official reading', () => {
  test.each([
    ['### Score\n5', 5, true],
    ['### Score\n4.5', 4, true],
    ['### Score\n5.5', 6, true],
    ['### Score\n5/6', 5, true],
    ['### Score\n3-5', 3, true],
    ['### Score (0-6)\n4', 0, true],
    ['### Score\n3\n### Score\n5', 3, true],
    ['### Score\n7', 7, false],
    ['### Score\n-1', -1, false],
    ['###Score\n5', null, false],
    ['### score\n5', null, false],
    ['Score: 5', null, false],
    ['### Score\nfive', null, false],
    ['', null, false],
  ])('of %j is %s, kept: %s', (reply, value, isKept) => {
    const outcome = isKept ? 'SCORED' : value === null ? 'UNPARSEABLE' : 'OUT_OF_RANGE';

    expect(parseOfficial(reply)).toEqual({ outcome, value, officialValue: isKept ? value : null });
  });

  test(`equals CPython's on ${cases.length} nasty replies`, () => {
    const differing = cases.filter(({ reply, value }) => {
      const read = parseOfficial(reply);
      const dies = value === 'OverflowError';
      return dies ? read.outcome !== 'OUT_OF_RANGE' : !Object.is(read.value, value);
    });

    expect(differing).toEqual([]);
  });

  test('takes linear time on a reply made of headings', () => {
    const reply = '### Score '.repeat(200_000);

    expect(parseOfficial(reply).outcome).toBe('UNPARSEABLE');
  });
});

describe('the strict reading', () => {
  test.each([
    ['### Score\n5', 5],
    ['###Score: 5', 5],
    ['### score\n5', 5],
    ['## SCORE\n\n 5', 5],
    ['### Score (0-6)\n4', 4],
    ['### Score (out of 6): 4', 4],
    ['### Score [0-6]: 3', 3],
    ['Score: 5', 5],
    ['Score:5/6', 5],
    ['Score - 5', 5],
    ['Score-5', 5],
    ['**Score:** 5/6', 5],
    ['**Score**: 5', 5],
    ['### **Score**\n**5**', 5],
    ['### Score\n**5/6**', 5],
    ['### Score\n[5]', 5],
    ['### Score\n(5)', 5],
    ['### Score\n5 out of 6', 5],
    ['### Score\n**5** out of 6', 5],
    ['### Score\nfive', 5],
    ['### Score\nFive out of six.', 5],
    ['### Score\n5. The story is vivid.', 5],
    ['### Score\n5 - because 2 images are off', 5],
    ['### Score\n5\n- 2 images are off\n- 1 typo', 5],
    ['### Score\n5\n### Score explanation\nThe 3 images are good.', 5],
    ['### Score out of 6: 5', 5],
    ['### Scores\n5', 5],
    ['### Score five', 5],
    ['### Score: five of six', 5],
    ['### Score\n4.5', 4.5],
    ['### Score\n.5', 0.5],
    ['### Score\n+5', 5],
    ['### Score\n-0', 0],
    ['### Score\n５', 5],
    ['### Score\n0', 0],
    ['Good text, poor pictures.\n### Score\nI would give this response a 4.', 4],
    ['### Score\nThe score is 4 out of 6', 4],
    ['### Score\n1) Text Quality: 1\n2) Image Quality: 0\nTotal: 4/6', 4],
    ['A fair story. The final score is 3.', 3],
    ['It is fine. Score: 2', 2],
    ['5', 5],
    ['**5/6**\n', 5],
    ['The text quality score is 1.\n### Score\n5', 5],
  ])('of %j is %s', (reply, value) => {
    expect(parseStrict(reply)).toEqual({ outcome: 'SCORED', value });
  });

  test.each([
    ['', 'nothing'],
    ['### Score\n', 'an empty section'],
    ['### Score\n3-5', 'a range'],
    ['### Score\n3–5', 'a range with a dash'],
    ['### Score\n3 to 5', 'a range in words'],
    ['### Score\n4 or 5', 'a choice'],
    ['### Score\n8/10', 'a foreign scale'],
    ['### Score\n83%', 'a percentage'],
    ['### Score\n4,5', 'a decimal comma or a list'],
    ['### Score\n1e3', 'an exponent'],
    ['### Score\nNaN', 'not a number'],
    ['### Score\nA story of 3 cats and 2 dogs', 'several numbers'],
    ['### Score\n1. Text Quality\n2. Image Quality', 'a bare list'],
    ['The answer has 3 good images.', 'a number that scores nothing'],
    ['It underscores 5 things.', 'no score'],
    ['Both teams scored 3.', 'no score'],
  ])('of %j is none: %s', (reply) => {
    expect(parseStrict(reply)).toEqual({ outcome: 'UNPARSEABLE', value: null });
  });

  test.each([
    '### Score\n7',
    '### Score\n-1',
    '### Score\n−1',
    'Score: 6.5',
    'Score -1',
    `### Score\n${'9'.repeat(400)}`,
  ])('of %j is out of range, not rounded into it', (reply) => {
    expect(parseStrict(reply)).toEqual({ outcome: 'OUT_OF_RANGE', value: null });
  });

  test.each([
    [
      '### Score\n3\nOn reflection the pictures match.\n### Score\n5',
      5,
      'the last, as the prompt asks for it last',
    ],
    ['### Final Score\n3\n### Score\n5', 3, 'the one marked final'],
    ['### Score\n5\n### Score\nSee above.', 5, 'the last that holds a number'],
    ['### Score\n5\n### Score\n', 5, 'the last that states anything'],
    [
      '### Score\n3\n### Question\nTell a story\n### Answer\nOnce\n### Feedback\nGood\n### Score\n6',
      3,
      'the one before the judge goes on to another question',
    ],
  ])('of two sections %j is %s: %s', (reply, value) => {
    expect(parseStrict(reply)).toEqual({ outcome: 'SCORED', value });
  });
});

test.each(['### Score\n', '### Score (0', 'Score: (1', '9'])(
  'reading %j over and over takes linear time',
  (text) => {
    expect(parseStrict(text.repeat(100_000)).outcome).toMatch(/SCORED|UNPARSEABLE|OUT_OF_RANGE/);
  },
);

test('a reply carries both readings, which may differ', () => {
  expect(parseReply('### Score (0-6)\n4')).toEqual({ outcome: 'SCORED', value: 4, officialValue: 0 });
  expect(parseReply('###Score: 5')).toEqual({ outcome: 'SCORED', value: 5, officialValue: null });
  expect(parseReply('### Score\n6.5')).toEqual({ outcome: 'OUT_OF_RANGE', value: null, officialValue: 6 });
});
