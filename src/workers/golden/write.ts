import { copyFile, mkdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { AppError } from '../../core/errors.ts';
import { openDetector } from '../detector.ts';
import { writeWhole } from '../files.ts';
import type { Compute } from '../inference/tensors.ts';
import type { Installed } from '../installed.ts';
import type { DetectorManifest } from '../manifest.ts';
import { GOLDEN_FILE, GOLDEN_FOLDER, type GoldenPicture, readGolden } from './file.ts';

export interface WriteGoldenOptions {
  /** The folder of the model, for instance `<ASSAY_HOME>/models/<name>`. */
  readonly folder: string;
  readonly pictures: readonly string[];
  readonly replaces: boolean;
}

/**
 * Writes what a detector sees in these pictures now, from its threshold upwards, as what it has to see from now on.
 * Scenes that are there stay; pictures that are there are replaced only when asked.
 */
export async function writeGolden(
  installed: Installed<DetectorManifest>,
  compute: Compute,
  { folder, pictures, replaces }: WriteGoldenOptions,
): Promise<{ path: string; seen: GoldenPicture[] }> {
  const path = join(folder, GOLDEN_FILE);
  const before = await readGolden(path);
  if (before && before.pictures.length > 0 && !replaces)
    throw new AppError('CONFLICT', `${path} has pictures already; --force replaces them`);
  const twice = pictures.find((one, at) =>
    pictures.some((other, index) => index < at && basename(one) === basename(other)),
  );
  if (twice)
    throw new AppError(
      'INVALID_INPUT',
      `Two pictures are called ${basename(twice)}: give each a name of its own`,
    );

  const seen = await look(installed, compute, pictures);
  await mkdir(join(folder, GOLDEN_FOLDER), { recursive: true });
  for (const [at, source] of pictures.entries()) {
    const target = join(folder, (seen[at] as GoldenPicture).file);
    if (source !== target) await copyFile(source, target);
  }
  await writeWhole(path, `${JSON.stringify({ ...before, pictures: seen }, null, 2)}\n`);
  return { path, seen };
}

async function look(
  installed: Installed<DetectorManifest>,
  compute: Compute,
  pictures: readonly string[],
): Promise<GoldenPicture[]> {
  const { decide, output } = installed.manifest;
  const detector = await openDetector(installed, compute);
  try {
    const seen: GoldenPicture[] = [];
    for (const path of pictures) {
      const found = await detector.infer([await detector.prepare(await readFile(path))]);
      const detections = (found[0] ?? []).filter(({ score }) => score >= (decide?.threshold ?? output.keep));
      seen.push({
        file: `${GOLDEN_FOLDER}/${basename(path)}`,
        detections: detections.map(({ class: name, score, box }) => ({
          class: name,
          score: rounded(score, 4),
          box: box.map((side) => rounded(side, 1)) as typeof box,
        })),
      });
    }
    return seen;
  } finally {
    await detector.close();
  }
}

const rounded = (value: number, digits: number): number => Number(value.toFixed(digits));
