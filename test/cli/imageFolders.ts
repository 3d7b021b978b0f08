import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import sharp from 'sharp';
import { demoPrompts } from '../../src/painter/prompts.ts';

/** A picture that differs from every other of these numbers. */
export function aPicture(question: number, sample: number): Promise<Buffer> {
  const background = { r: question % 256, g: sample * 40, b: 200 };
  return sharp({ create: { width: 32, height: 32, channels: 3, background } })
    .png()
    .toBuffer();
}

/** A small PNG whose header claims so many pixels a side. */
export async function aHugePicture(side: number): Promise<Buffer> {
  const png = await aPicture(0, 0);
  png.writeUInt32BE(side, 16);
  png.writeUInt32BE(side, 20);
  png.writeUInt32BE(crc32(png.subarray(12, 29)), 29);
  return png;
}

export interface FolderShape {
  /** Prompts from the first on. */
  prompts: number;
  /** Pictures each. */
  samples?: number;
}

/** The official image folder for the prompts of geneval-demo; gives its path. */
export async function anImageFolder(home: string, { prompts, samples = 4 }: FolderShape): Promise<string> {
  const dir = join(home, `images-${prompts}-${samples}`);
  for (const [at, record] of demoPrompts().slice(0, prompts).entries()) {
    const folder = join(dir, String(at).padStart(5, '0'));
    await mkdir(join(folder, 'samples'), { recursive: true });
    await writeFile(join(folder, 'metadata.jsonl'), JSON.stringify(record));
    for (let sample = 0; sample < samples; sample++) {
      const name = `${String(sample).padStart(4, '0')}.png`;
      await writeFile(join(folder, 'samples', name), await aPicture(at, sample));
    }
  }
  return dir;
}

export const installDemo =
  'mutation { installBenchmark(input: { benchmark: "geneval-demo" }) { installed } }';
