import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { type DecideOptions, decide } from '../benchmarks/geneval/decide.ts';
import { type GenevalRecord, genevalRecord } from '../benchmarks/geneval/record.ts';
import { renderSvg } from '../media/svg.ts';
import { paint } from '../painter/paint.ts';
import type { Judge, Percept } from './judge.ts';

/** Golden pictures are painted anew, so that the file stays small. */
const scene = {
  record: genevalRecord,
  seed: z.number().int(),
  style: z.enum(['careful', 'hasty']),
};
const box = z.tuple([z.number(), z.number(), z.number(), z.number()]);

const detectorGolden = z.object({
  tolerance: z.object({ score: z.number(), boxPixels: z.number() }),
  scenes: z.array(
    z.object({
      ...scene,
      correct: z.boolean(),
      detections: z.array(z.object({ class: z.string(), score: z.number(), box })),
    }),
  ),
});

type Golden = z.infer<typeof detectorGolden>;

/**
 * Scores the golden set beside a judge's manifest: null when every answer is where it was, within the stated
 * tolerance, else what moved. Also null for a model that comes without one.
 */
export async function findMovedAnswer(
  judge: Judge,
  name: string,
  roots: readonly string[],
  options: DecideOptions,
): Promise<string | null> {
  const golden = await readGolden(name, roots);
  for (const { record, seed, style, correct, detections } of golden?.scenes ?? []) {
    const prepared = await judge.prepare(await renderSvg(paint(record, { seed, style }).svg));
    const [percepts = []] = await judge.perceive([prepared], [askedColors(record)]);
    const place = `golden picture "${record.prompt}", seed ${seed}`;
    if (decide(record, percepts, options).correct !== correct)
      return `${place}: the verdict is no longer ${correct}`;
    const moved = detections.find((expected) => !isThere(expected, percepts, (golden as Golden).tolerance));
    if (moved) return `${place}: ${moved.class} at ${moved.score} is gone or has moved`;
  }
  return null;
}

async function readGolden(name: string, roots: readonly string[]): Promise<Golden | null> {
  for (const root of roots) {
    const text = await readFile(join(root, name, 'golden.json'), 'utf8').catch(() => null);
    if (text !== null) return detectorGolden.parse(JSON.parse(text));
  }
  return null;
}

function askedColors({ include }: GenevalRecord): ReadonlySet<string> {
  return new Set(include.filter(({ color }) => color !== undefined).map((required) => required.class));
}

function isThere(
  expected: Golden['scenes'][number]['detections'][number],
  percepts: readonly Percept[],
  tolerance: Golden['tolerance'],
): boolean {
  return percepts.some(
    (percept) =>
      percept.class === expected.class &&
      Math.abs(percept.score - expected.score) <= tolerance.score &&
      percept.box.every((side, at) => Math.abs(side - (expected.box[at] as number)) <= tolerance.boxPixels),
  );
}
