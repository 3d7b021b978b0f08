import { readdir, stat } from 'node:fs/promises';
import { extname, join, resolve } from 'node:path';
import { Command, Option } from 'commander';
import { writeGolden } from '../workers/golden/write.ts';
import { DEVICES, type Device } from '../workers/inference/tensors.ts';
import { type Installed, loadModel } from '../workers/installed.ts';
import type { DetectorManifest } from '../workers/manifest.ts';
import type { CommandContext } from './context.ts';
import { Failure } from './failure.ts';
import { printRows } from './list.ts';

const PICTURE_ENDINGS = ['.png', '.jpg', '.jpeg', '.webp'];

interface Given {
  from: string;
  device: Device;
  force?: true;
  json?: true;
}

interface SeenLine {
  picture: string;
  class: string | null;
  score: number | null;
  box: string | null;
}

export function modelsGoldenCommand(context: CommandContext): Command {
  return new Command('golden')
    .description('write what a detector sees in your pictures as what it must see from now on')
    .argument('<name>', 'a detector of `assay models list`')
    .requiredOption('--from <path>', 'a picture, or a folder of pictures')
    .addOption(new Option('--device <device>', 'where to infer').choices(DEVICES).default('cpu'))
    .option('--force', 'replace the golden pictures that are there')
    .option('--json', 'print what is seen as a JSON array')
    .addHelpText(
      'after',
      `
Pictures and boxes go to ASSAY_HOME/models/<name>/golden.json. Look at the boxes before you trust them: a worker then
refuses to start, and stops, when it does not see them.

Example:
  assay models golden our-detector --from pictures`,
    )
    .action(async (name: string, { from, device, force, json }: Given) => {
      const { home, modelRoots, workerThreads } = context.config();
      const installed = await loadModel(name, modelRoots);
      if (installed.manifest.kind !== 'detector')
        throw new Failure(`${name} is a ${installed.manifest.kind}; golden pictures are for detectors`);
      const { path, seen } = await writeGolden(
        installed as Installed<DetectorManifest>,
        { device, threads: workerThreads },
        {
          folder: resolve(home, 'models', name),
          pictures: await picturesOf(resolve(from)),
          replaces: force === true,
        },
      );
      const rows = seen.flatMap(({ file, detections }): SeenLine[] =>
        detections.length === 0
          ? [{ picture: file, class: null, score: null, box: null }]
          : detections.map(({ class: found, score = null, box }) => ({
              picture: file,
              class: found,
              score,
              box: box.join(', '),
            })),
      );
      const columns = {
        picture: ({ picture }: SeenLine) => picture,
        class: (line: SeenLine) => line.class ?? 'nothing',
        score: ({ score }: SeenLine) => score,
        box: ({ box }: SeenLine) => box,
      };
      await printRows(context, { columns, empty: 'There is no picture.' }, rows, json === true);
      context.terminal.err(`written to ${path}; look at the boxes, and take out or mend what is wrong`);
    });
}

/** In the order of their names. */
async function picturesOf(from: string): Promise<string[]> {
  const found = await stat(from).catch(() => null);
  if (!found) throw new Failure(`There is no file or folder ${from}`);
  if (!found.isDirectory()) return [from];
  const names = (await readdir(from)).filter(
    (name) => !name.startsWith('.') && PICTURE_ENDINGS.includes(extname(name).toLowerCase()),
  );
  if (names.length === 0)
    throw new Failure(`${from} has no picture that ends in ${PICTURE_ENDINGS.join(', ')}`);
  return names.sort().map((name) => join(from, name));
}
