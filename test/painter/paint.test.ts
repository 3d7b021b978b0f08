import { describe, expect, test } from 'vitest';
import { COLORS } from '../../src/benchmarks/geneval/names.ts';
import { relativePosition } from '../../src/benchmarks/geneval/position.ts';
import { type GenevalRecord, TAGS } from '../../src/benchmarks/geneval/record.ts';
import { mistakeRates, type Style } from '../../src/painter/mistakes.ts';
import { canPaint, type Picture, paint, side } from '../../src/painter/paint.ts';
import { randomRecord } from '../../src/painter/prompts.ts';
import { createRandom } from '../../src/painter/random.ts';

const bench: GenevalRecord = {
  tag: 'single_object',
  include: [{ class: 'bench', count: 1 }],
  prompt: 'a photo of a bench',
};
const twoCats: GenevalRecord = {
  tag: 'counting',
  include: [{ class: 'cat', count: 2 }],
  exclude: [{ class: 'cat', count: 3 }],
  prompt: 'a photo of two cats',
};

test('the same record, seed and style give the same picture', () => {
  const first = paint(twoCats, { seed: 7, style: 'hasty' });
  const again = paint(twoCats, { seed: 7, style: 'hasty' });

  expect(again).toEqual(first);
});

test('another seed, style or prompt gives another picture', () => {
  const svgs = [
    paint(twoCats, { seed: 7, style: 'hasty' }),
    paint(twoCats, { seed: 8, style: 'hasty' }),
    paint(twoCats, { seed: 7, style: 'careful' }),
    paint({ ...twoCats, prompt: 'a picture of two cats' }, { seed: 7, style: 'hasty' }),
  ].map(({ svg }) => svg);

  expect(new Set(svgs).size).toBe(4);
});

test('what has no drawing, an unknown colour, relation or task, and a crowd cannot be painted', () => {
  const redCat: GenevalRecord = { ...twoCats, include: [{ class: 'cat', count: 1, color: 'red' }] };
  const greyCat: GenevalRecord = { ...twoCats, include: [{ class: 'cat', count: 1, color: 'gray' }] };

  const nearby: GenevalRecord = {
    tag: 'position',
    include: [
      { class: 'cat', count: 1 },
      { class: 'tv', count: 1, position: ['near', 0] },
    ],
    prompt: 'a photo of a tv near a cat',
  };
  const crowd: GenevalRecord = { ...twoCats, include: [{ class: 'cat', count: 40 }] };
  const impossible = [
    bench,
    greyCat,
    nearby,
    crowd,
    { ...twoCats, tag: 'texture' },
    { ...twoCats, include: [] },
  ];

  expect(canPaint(redCat)).toBe(true);
  expect(impossible.filter(canPaint)).toEqual([]);
  expect(() => paint(bench, { seed: 1, style: 'careful' })).toThrow('a photo of a bench');
});

test('everything lies inside the picture and is large enough to be seen', () => {
  for (const { picture } of scenes('hasty', 60)) {
    for (const { box } of picture.objects) {
      expect(Math.min(...box)).toBeGreaterThan(0);
      expect(Math.max(...box)).toBeLessThan(side);
      expect((box[2] - box[0]) * (box[3] - box[1])).toBeGreaterThan(22 * 22);
    }
  }
});

describe.each(TAGS)('%s', (tag) => {
  test('the stated truth is what the objects show, in either style', () => {
    for (const { record, picture } of [...scenes('careful', 40, tag), ...scenes('hasty', 120, tag)]) {
      expect(picture.truth, record.prompt).toBe(shows(record, picture));
    }
  });

  test.each(['careful', 'hasty'] as const)('the %s style errs as often as it says', (style) => {
    const pictures = scenes(style, 400, tag);

    const wrong = pictures.filter(({ picture }) => !picture.truth).length / pictures.length;

    expect(Math.abs(wrong - mistakeRates[style][tag])).toBeLessThan(0.07);
  });
});

test('the hasty style errs more often than the careful one in every task', () => {
  for (const tag of TAGS) expect(mistakeRates.hasty[tag]).toBeGreaterThan(mistakeRates.careful[tag]);
});

test('a relation holds or fails by far: boxes a few pixels off change no verdict', () => {
  const random = createRandom(3);
  for (const { record, picture } of scenes('hasty', 200, 'position')) {
    const shaken = picture.objects.map((object) => {
      const box = object.box.map((value) => value + random.range(-4, 4));
      return { ...object, box: box as unknown as typeof object.box };
    });
    expect(shows(record, { ...picture, objects: shaken }), record.prompt).toBe(picture.truth);
  }
});

test('a miscount is off by one', () => {
  for (const { record, picture } of scenes('hasty', 200, 'counting')) {
    const [asked] = record.include;
    const painted = picture.objects.filter((object) => object.class === asked?.class).length;
    expect(Math.abs(painted - (asked?.count ?? 0))).toBe(picture.truth ? 0 : 1);
  }
});

test('objects without a colour of their own come in all ten', () => {
  const painted = scenes('careful', 200, 'single_object').flatMap(({ picture }) => picture.objects);

  expect(new Set(painted.map(({ color }) => color))).toEqual(new Set(COLORS));
});

function scenes(style: Style, count: number, tag?: (typeof TAGS)[number]) {
  return Array.from({ length: count }, (_, seed) => {
    const record = randomRecord(createRandom(seed), tag);
    return { record, picture: paint(record, { seed, style }) };
  });
}

/** GenEval's rules written down once more, for pictures in which an object's confidence plays no part. */
function shows({ tag, include }: GenevalRecord, { objects }: Picture): boolean {
  const named = (name: string | undefined) => objects.filter((object) => object.class === name);
  const [first, second] = include;
  if (!first) return false;
  if (tag === 'counting') return named(first.class).length === first.count;
  if (!include.every(({ class: name }) => named(name).length > 0)) return false;
  if (tag === 'position') {
    const [a, b] = [named(second?.class)[0], named(first.class)[0]];
    return !!a && !!b && relativePosition(a.box, b.box, 0.1).includes(second?.position?.[0] ?? '');
  }
  return include.every(({ class: name, color }) => !color || named(name)[0]?.color === color);
}
