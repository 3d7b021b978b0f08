import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type DecideOptions, decide } from '../../benchmarks/geneval/decide.ts';
import type { GenevalRecord } from '../../benchmarks/geneval/record.ts';
import { AppError } from '../../core/errors.ts';
import { renderSvg } from '../../media/svg.ts';
import { paint } from '../../painter/paint.ts';
import type { Judge, Percept } from '../judge.ts';
import { findDifference, isThere } from './compare.ts';
import { type GoldenPicture, type GoldenScene, readGoldens, type Tolerance } from './file.ts';

export const REINSTALL = 'Reinstall the model, or give the changed one a new revision';

/**
 * Scores the golden sets beside a judge's manifests: null when every answer is what is expected, within the stated
 * tolerance, else what is not, with the remedy. Also null for a model that comes without one.
 */
export async function findMovedAnswer(
  judge: Judge,
  name: string,
  roots: readonly string[],
  options: DecideOptions,
): Promise<string | null> {
  for (const { folder, golden } of await readGoldens(name, roots)) {
    for (const scene of golden.scenes) {
      const moved = await findMovedScene(judge, scene, golden.tolerance, options);
      if (moved) return `golden picture "${scene.record.prompt}", seed ${scene.seed}: ${moved}. ${REINSTALL}`;
    }
    for (const picture of golden.pictures) {
      const path = join(folder, picture.file);
      const difference = await findSeenDifferently(judge, picture, path, golden.tolerance, options);
      if (difference)
        return `golden picture ${path}: ${difference}. Mend the manifest or the file; where the picture's boxes are what is wrong, \`assay models golden ${name} --from PICTURES\` writes what is seen`;
    }
  }
  return null;
}

async function findMovedScene(
  judge: Judge,
  { record, seed, style, correct, detections }: GoldenScene,
  tolerance: Tolerance,
  options: DecideOptions,
): Promise<string | null> {
  const seen = await perceive(
    judge,
    await renderSvg(paint(record, { seed, style }).svg),
    askedColors(record),
  );
  if (decide(record, seen, options).correct !== correct) return `the verdict is no longer ${correct}`;
  const moved = detections.find((expected) => !isThere(expected, seen, tolerance, options.threshold));
  return moved ? `${moved.class} at ${moved.score} is gone or has moved` : null;
}

async function findSeenDifferently(
  judge: Judge,
  picture: GoldenPicture,
  path: string,
  tolerance: Tolerance,
  { threshold }: DecideOptions,
): Promise<string | null> {
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw new AppError(
      'NOT_FOUND',
      `Golden picture ${path} is not there; restore it, or take it out of golden.json`,
      {
        cause,
      },
    );
  });
  const colored = picture.detections.filter(({ color }) => color !== undefined);
  const seen = await perceive(judge, bytes, new Set(colored.map(({ class: name }) => name))).catch(
    (error: unknown) => {
      if (!(error instanceof AppError)) throw error;
      throw new AppError(error.code, `Golden picture ${path}: ${error.message}`, { cause: error });
    },
  );
  return findDifference(picture, seen, tolerance, threshold);
}

async function perceive(judge: Judge, bytes: Uint8Array, colored: ReadonlySet<string>): Promise<Percept[]> {
  const [percepts = []] = await judge.perceive([await judge.prepare(bytes)], [colored]);
  return percepts;
}

function askedColors({ include }: GenevalRecord): ReadonlySet<string> {
  return new Set(include.filter(({ color }) => color !== undefined).map((required) => required.class));
}
