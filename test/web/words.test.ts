import { describe, expect, test } from 'vitest';
import { formatAddress, parseAddress } from '../../web/src/address.ts';
import { countedText } from '../../web/src/answers/counted.ts';
import { rerunDates } from '../../web/src/answers/reruns.ts';
import {
  type Benchmark,
  benchmarkOf,
  criterionOptions,
  sliceOptions,
} from '../../web/src/choosing/slices.ts';
import { nameAmong } from '../../web/src/compare/names.ts';
import { compareSearch } from '../../web/src/compare/search.ts';
import { sideOf, verdict } from '../../web/src/compare/verdict.ts';
import { csvOf } from '../../web/src/export/csv.ts';
import { chance, decimal, interval, percentage, signed } from '../../web/src/format.ts';
import { leaderboardSearch } from '../../web/src/leaderboard/search.ts';
import { axisOf, placeOn, ticksOf, tickTexts } from '../../web/src/scale.ts';

describe('addresses', () => {
  test.each([
    ['', {}],
    ['?benchmark=mmie', { benchmark: 'mmie' }],
    ['?evaluations=a&evaluations=b', { evaluations: ['a', 'b'] }],
    ['?model=a%26b+c', { model: 'a&b c' }],
  ])('%s is read and written alike', (text, said) => {
    expect(parseAddress(text)).toEqual(said);
    expect(formatAddress(said)).toBe(text);
  });

  test('what is not chosen is not written', () => {
    expect(formatAddress({ a: undefined, b: false, c: '', d: null, e: true, f: 0 })).toBe('?e=true&f=0');
  });

  test('what nobody can mean is taken as not said', () => {
    const said = { mode: 'NONSENSE', sort: 'up', incomplete: 'maybe', benchmark: ['a', 'b'], heat: 'DOMAIN' };

    expect(leaderboardSearch.parse(said)).toEqual({ heat: 'DOMAIN' });
  });

  test('one evaluation is a list too, and each is taken once', () => {
    expect(compareSearch.parse({ evaluations: 'a' }).evaluations).toEqual(['a']);
    expect(compareSearch.parse({ evaluations: ['a', 'b', 'a'] }).evaluations).toEqual(['a', 'b']);
  });
});

describe('numbers', () => {
  test('are written as people write them', () => {
    expect([decimal(0.5), decimal(-1.25, 1), decimal(null)]).toEqual(['0.500', '−1.3', '–']);
    expect([percentage(91.66), percentage(undefined)]).toEqual(['91.7 %', '–']);
    expect([signed(0.1), signed(-0.1), signed(0), signed(0.0001)]).toEqual([
      '+0.100',
      '−0.100',
      '0.000',
      '0.000',
    ]);
    expect([interval(0.1, 0.2, 1), interval(null, 0.2)]).toEqual(['0.1 to 0.2', '–']);
    expect([chance(0.04), chance(0.0004), chance(null)]).toEqual(['0.040', '< 0.001', '–']);
  });
});

describe('axes', () => {
  test('hold every value between round ends, and stay within the scale', () => {
    expect(axisOf([0.59, 0.955], { min: 0, max: 1 })).toEqual({ min: 0.5, max: 1 });
    expect(axisOf([], { min: 0, max: 6 })).toEqual({ min: 0, max: 6 });
    expect(axisOf([0])).toEqual({ min: -0.1, max: 0.1 });
  });

  test('are marked at round numbers', () => {
    expect(ticksOf({ min: 0, max: 6 }, 3)).toEqual([0, 2, 4, 6]);
    expect(ticksOf({ min: -0.1, max: 0.3 }, 4)).toEqual([-0.1, 0, 0.1, 0.2, 0.3]);
  });

  test('say their marks with as many digits as any needs', () => {
    expect(tickTexts([-0.5, 0, 0.25])).toEqual(['−0.50', '0.00', '0.25']);
    expect(tickTexts([0, 2, 4])).toEqual(['0', '2', '4']);
  });

  test('place a value by its share of the way, and at an end beyond it', () => {
    expect([0, 1.5, 6, 7].map((value) => placeOn({ min: 0, max: 6 }, value))).toEqual([0, 0.25, 1, 1]);
  });
});

describe('parts of a benchmark', () => {
  const category = (slug: string) => ({
    slug,
    name: slug.toUpperCase(),
    level: 'CATEGORY' as const,
    parent: null,
  });
  const below = (slug: string, level: 'DOMAIN' | 'SUBDOMAIN', ...[parent = '', grand]: string[]) => ({
    ...{ slug, name: slug, level },
    parent: { slug: parent, parent: grand ? { slug: grand } : null },
  });
  const benchmark: Benchmark = {
    ...{ slug: 'a', name: 'A', description: '', questionCount: 1, judges: [] },
    slices: [
      category('one'),
      category('two'),
      below('left', 'DOMAIN', 'one'),
      below('right', 'DOMAIN', 'two'),
      below('leaf', 'SUBDOMAIN', 'right', 'two'),
    ],
    criteria: [
      { slug: 'all', name: 'All', category: null },
      { slug: 'own', name: 'Own', category: { slug: 'one' } },
    ],
  };
  const values = (options: readonly { value: string }[]) => options.map(({ value }) => value);

  test('are those of the part chosen above them', () => {
    expect(values(sliceOptions(benchmark, 'DOMAIN', {}))).toEqual(['left', 'right']);
    expect(values(sliceOptions(benchmark, 'DOMAIN', { category: 'two' }))).toEqual(['right']);
    expect(values(sliceOptions(benchmark, 'SUBDOMAIN', { category: 'two' }))).toEqual(['leaf']);
    expect(values(sliceOptions(benchmark, 'SUBDOMAIN', { category: 'one' }))).toEqual([]);
    expect(values(criterionOptions(benchmark, { category: 'two' }))).toEqual(['all']);
  });

  test('a benchmark with results comes before one without', () => {
    const judged = { ...benchmark, slug: 'b', judges: [{ name: 'j', revision: 'r' }] };

    expect(benchmarkOf([benchmark, judged], undefined)?.slug).toBe('b');
    expect(benchmarkOf([benchmark], undefined)?.slug).toBe('a');
    expect(benchmarkOf([benchmark, judged], 'c')).toBeUndefined();
  });
});

describe('comparisons in words', () => {
  const paired = { n: 10, difference: 0.5, low: 0.25, high: 0.75, adjustedPValue: 0.01 };
  const all = {
    ...paired,
    baselineMean: 0,
    mean: 0.5,
    wins: 5,
    ties: 5,
    losses: 0,
    test: null,
    pValue: 0.01,
  };
  const whole = { ...all, smallestDetectable: null };

  test('say which side the data speaks for', () => {
    expect(sideOf(paired)).toBe('better');
    expect(sideOf({ ...paired, difference: -0.5 })).toBe('worse');
    expect(sideOf({ ...paired, adjustedPValue: 0.05 })).toBe('alike');
  });

  test('carry the numbers that the sentence rests on', () => {
    expect(verdict('a', 'b', whole)).toBe(
      'a scores higher than b: +0.500 (95 % interval 0.250 to 0.750, adjusted p 0.010) on 10 questions.',
    );
    expect(verdict('a', 'b', { ...whole, n: 0, difference: null })).toBe(
      'a and b answered no question in common.',
    );
  });

  test('name an evaluation by what tells it from the others', () => {
    const of = (name: string, revision: string, settings = {}, createdAt = '2026-11-28T10:00:00Z') => ({
      createdAt,
      run: { model: { name }, settings },
      judge: { name: 'judge', revision },
    });
    const [one, other, third] = [of('a', '1'.repeat(64)), of('a', '2'.repeat(64)), of('b', '1'.repeat(64))];
    const seeded = of('a', '1'.repeat(64), { seed: 1 });

    expect(nameAmong(third, [one, other, third])).toBe('b');
    expect(nameAmong(other, [one, other, third])).toBe('a (judge@22222222)');
    expect(nameAmong(seeded, [one, seeded])).toBe('a (seed 1)');
    const again = of('a', '1'.repeat(64), {}, '2026-11-28T10:00:07Z');
    expect(nameAmong(again, [one, again])).toMatch(/^a \(28 Nov 2026, \d+:00:07\)$/);
  });
});

describe('lists of answers', () => {
  test('count answers, and scores where an answer has several', () => {
    expect([countedText(1, 1), countedText(1000, 1000)]).toEqual(['1 answer', '1,000 answers']);
    expect([countedText(1, 11), countedText(100, 600)]).toEqual([
      '1 answer, 11 scores',
      '100 answers, 600 scores',
    ]);
  });

  test('date the evaluations of one judge revision, and leave the others alone', () => {
    const of = (id: string, revision: string, createdAt: string) => ({ id, createdAt, judge: { revision } });
    const dates = rerunDates([
      of('a', '1', '2026-11-28T10:00:00Z'),
      of('b', '1', '2026-11-27T10:00:00Z'),
      of('c', '2', '2026-11-28T10:00:00Z'),
      of('d', '3', '2026-11-28T10:00:01Z'),
      of('e', '3', '2026-11-28T10:00:02Z'),
      of('f', '4', '2026-11-28T10:00:02.900Z'),
      of('g', '4', '2026-11-28T10:00:02.100Z'),
    ]);

    expect([...dates.keys()].toSorted()).toEqual(['a', 'b', 'd', 'e', 'f', 'g']);
    expect(new Set(dates.values()).size).toBe(6);
    expect(dates.get('f')).toMatch(/:00:02, no\. 2$/);
    expect(dates.get('a')).toMatch(/^28 Nov 2026, \d+:00$/);
    expect(dates.get('e')).toMatch(/:00:02$/);
  });
});

test('CSV quotes what needs it and leaves empty what is not there', () => {
  expect(
    csvOf(
      ['a', 'b'],
      [
        ['x, "y"', 1.5],
        [null, true],
      ],
    ),
  ).toBe('a,b\r\n"x, ""y""",1.5\r\n,true\r\n');
});
