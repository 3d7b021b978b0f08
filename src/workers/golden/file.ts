import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { COLORS } from '../../benchmarks/geneval/names.ts';
import { genevalRecord } from '../../benchmarks/geneval/record.ts';
import { AppError } from '../../core/errors.ts';
import { resolveClasses } from '../classes.ts';
import { insideFolder } from '../manifest.ts';

const box = z.tuple([z.number(), z.number(), z.number(), z.number()]);

/** Painted anew each time, so that the file stays small. */
const scene = z.object({
  record: genevalRecord,
  seed: z.number().int(),
  style: z.enum(['careful', 'hasty']),
  correct: z.boolean(),
  detections: z.array(z.object({ class: z.string(), score: z.number(), box })),
});

/** Under GenEval's name, whatever name of the class was given; a typo would be an object that is never found. */
const className = z.string().transform((given, context) => {
  try {
    return resolveClasses([given])[0] ?? given;
  } catch (error) {
    context.addIssue({ code: 'custom', message: (error as Error).message });
    return z.NEVER;
  }
});

/** A picture of anybody's, with what has to be found in it; more may be found. */
const picture = z.strictObject({
  /** Beside the golden file. */
  file: insideFolder,
  /** None where nothing may reach the judge's threshold. */
  detections: z.array(
    z.strictObject({
      class: className,
      /** Left out where any score from the judge's threshold upwards will do. */
      score: z.number().min(0).max(1).optional(),
      /** x1, y1, x2, y2 in pixels of the picture. */
      box,
      color: z.enum(COLORS).optional(),
    }),
  ),
});

export const goldenSchema = z.strictObject({
  tolerance: z
    .strictObject({
      score: z.number().nonnegative().default(0.05),
      /** Of each side. Without it boxes are compared by `overlap`. */
      boxPixels: z.number().nonnegative().optional(),
      /** Least intersection over union. */
      overlap: z.number().min(0).max(1).default(0.8),
    })
    .prefault({}),
  scenes: z.array(scene).default([]),
  pictures: z.array(picture).default([]),
});

export type Golden = z.infer<typeof goldenSchema>;
export type GoldenScene = z.infer<typeof scene>;
export type GoldenPicture = z.infer<typeof picture>;
export type Tolerance = Golden['tolerance'];
export const GOLDEN_FILE = 'golden.json';
/** Where `assay models golden` puts the pictures, beside the golden file. */
export const GOLDEN_FOLDER = 'golden';

/** The golden sets of a detector, in every folder of models that has one: the user's own do not hide the program's. */
export async function readGoldens(
  name: string,
  roots: readonly string[],
): Promise<{ folder: string; golden: Golden }[]> {
  const found = await Promise.all(
    roots.map(async (root) => {
      const folder = join(root, name);
      const golden = await readGolden(join(folder, GOLDEN_FILE));
      return golden ? [{ folder, golden }] : [];
    }),
  );
  return found.flat();
}

/** Null when there is none; throws with the file's name and every problem when it is no golden set. */
export async function readGolden(path: string): Promise<Golden | null> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return null;
    throw error;
  });
  if (text === null) return null;
  const parsed = goldenSchema.safeParse(parseJson(path, text));
  if (parsed.success) return parsed.data;
  throw new AppError('INVALID_INPUT', `${path} is no golden set:\n${z.prettifyError(parsed.error)}`);
}

function parseJson(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new AppError('INVALID_INPUT', `${path} is not JSON: ${(error as Error).message}`, { cause: error });
  }
}
