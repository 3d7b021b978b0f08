import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Detection, decide, OFFICIAL_OPTIONS } from '../../../src/benchmarks/geneval/decide.ts';
import { type GenevalRecord, genevalRecord } from '../../../src/benchmarks/geneval/record.ts';

type Seen = [
  name: string,
  score: number,
  x1: number,
  y1: number,
  x2: number,
  y2: number,
  color: string | null,
];

interface Case {
  from: string;
  record: GenevalRecord;
  options: Record<string, number>;
  seen: Seen[];
  correct: boolean;
  reason: string;
  /** Rows of `seen`, best first. */
  kept: Record<string, number[]>;
}

const KEYS = {
  threshold: 'threshold',
  counting_threshold: 'countingThreshold',
  max_objects: 'maxObjects',
  max_overlap: 'maxOverlap',
  position_threshold: 'positionThreshold',
} as const;

const cases: Case[] = gunzipSync(readFileSync(new URL('fixtures/decisions.jsonl.gz', import.meta.url)))
  .toString()
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line));

function decideCase({ record, options, seen }: Case) {
  const detections: Detection[] = seen.map(([name, score, x1, y1, x2, y2, color]) => ({
    class: name,
    score,
    box: [x1, y1, x2, y2],
    color,
  }));
  const given = Object.entries(options).map(([name, value]) => [KEYS[name as keyof typeof KEYS], value]);
  const all = { ...OFFICIAL_OPTIONS, ...Object.fromEntries(given) };
  const { correct, reason, kept } = decide(genevalRecord.parse(record), detections, all);
  const rows = [...kept].map(([name, ofClass]) => [name, ofClass.map((one) => detections.indexOf(one))]);
  return { correct, reason, kept: Object.fromEntries(rows) };
}

describe('the decision equals the published algorithm run with numpy', () => {
  for (const [maker, made] of Map.groupBy(cases, ({ from }) => from)) {
    test(`${maker}: verdict, reason, and which objects are kept in which order, ${made.length} cases`, () => {
      for (const one of made) {
        const { correct, reason, kept } = one;

        expect(decideCase(one), JSON.stringify(one)).toEqual({ correct, reason, kept });
      }
    });
  }
});

const pixel = fc.integer({ min: 0, max: 500 });
const box = fc.tuple(pixel, pixel, pixel, pixel);
const distinctDogs = fc
  .uniqueArray(fc.tuple(fc.integer({ min: 0, max: 1000 }), box), {
    selector: ([score]) => score,
    maxLength: 30,
  })
  .map((dogs) => dogs.map(([score, at]): Detection => ({ class: 'dog', score: score / 1000, box: at })));
const twoDogs = genevalRecord.parse({ tag: 'x', include: [{ class: 'dog', count: 2 }], prompt: 'p' });

test('the order of the detections does not matter while their scores differ', () => {
  fc.assert(
    fc.property(distinctDogs, fc.gen(), (dogs, gen) => {
      const shuffled = gen(fc.shuffledSubarray, dogs, { minLength: dogs.length });

      expect(decide(twoDogs, shuffled, OFFICIAL_OPTIONS).kept).toEqual(
        decide(twoDogs, dogs, OFFICIAL_OPTIONS).kept,
      );
    }),
  );
});

test('detections of classes that the prompt does not name change nothing', () => {
  fc.assert(
    fc.property(distinctDogs, distinctDogs, (dogs, others) => {
      const cats = others.map((other): Detection => ({ ...other, class: 'cat' }));

      expect(decide(twoDogs, [...cats, ...dogs], OFFICIAL_OPTIONS).correct).toBe(
        decide(twoDogs, dogs, OFFICIAL_OPTIONS).correct,
      );
    }),
  );
});
