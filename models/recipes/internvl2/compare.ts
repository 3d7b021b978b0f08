/**
 * Holds our runtime against what PyTorch wrote down while exporting:
 *
 *     node models/recipes/internvl2/compare.ts OUT/internvl2-tiny [cpu | cuda | webgpu]
 *
 * Compares the tokens of the prompts, the logits after them, the tokens that follow, and the grids of 2000 sizes.
 * Ends with 1 when logits of equal pixels differ by more than 1e-3, or anything else is not the same.
 */

import { readFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { type Picture, readPicture } from '../../../src/media/picture.ts';
import { closestGrid } from '../../../src/media/tiles.ts';
import type { Device } from '../../../src/workers/inference/tensors.ts';
import { loadVlm } from '../../../src/workers/installed.ts';
import { newCounters } from '../../../src/workers/vlm/counters.ts';
import { decoderOf } from '../../../src/workers/vlm/decoder.ts';
import { embedderOf } from '../../../src/workers/vlm/embedder.ts';
import { engineOf } from '../../../src/workers/vlm/engine.ts';
import { layoutOf } from '../../../src/workers/vlm/layouts.ts';
import { promptsOf } from '../../../src/workers/vlm/prompt.ts';
import { openSessions } from '../../../src/workers/vlm/sessions.ts';
import { visionOf } from '../../../src/workers/vlm/vision.ts';
import { openVocabulary } from '../../../src/workers/vlm/vocabulary.ts';

interface Case {
  kind: 'text' | 'exact' | 'resized';
  picture: string | null;
  text: string;
  ids: number[];
  logits: number[];
  tokens: number[];
}
interface Reference {
  cases: Case[];
  /** Width, height, columns, rows. */
  grids: [number, number, number, number][];
}

const TOLERANCE = 1e-3;

const [folder = '', device = 'cpu'] = process.argv.slice(2);
const root = resolve(folder);
const reference: Reference = JSON.parse(await readFile(join(root, 'reference.json'), 'utf8'));
const installed = await loadVlm(basename(root), [dirname(root)]);
const { manifest } = installed;
const counters = newCounters();
const sessions = await openSessions(installed, { device: device as Device }, counters);
const vocabulary = await openVocabulary(installed.paths['tokenizer'] as string, manifest);
const layout = layoutOf(manifest);
const padToken = vocabulary.idOf(manifest.text.padToken);
const toPrompt = promptsOf(manifest, layout, vocabulary);
const vision = visionOf(sessions.vision, manifest, layout, 16, counters);
const engine = engineOf({
  embedder: embedderOf(sessions.embed, vocabulary.idOf(manifest.text.imageToken), padToken),
  decoder: decoderOf(sessions.decoder, manifest, counters),
  stop: new Set(),
  padToken,
});

let isSame = true;
for (const one of reference.cases) {
  const { ids, logits, tokens } = await run(one);
  const difference = Math.max(...one.logits.map((logit, at) => Math.abs(logit - (logits[at] ?? Number.NaN))));
  const largest = Math.max(...one.logits.map(Math.abs));
  const sameIds = JSON.stringify(ids) === JSON.stringify(one.ids);
  const sameTokens = tokens.filter((token, at) => token === one.tokens[at]).length;
  console.log(
    `${one.kind.padEnd(8)} ${ids.length} tokens ${sameIds ? 'equal' : 'DIFFERENT'}, logits differ by at most ${difference.toExponential(2)} of ${largest.toFixed(1)}, ${sameTokens} of ${one.tokens.length} following tokens equal`,
  );
  isSame &&= sameIds && difference < TOLERANCE && sameTokens === one.tokens.length;
}
const { width: side } = manifest.input;
const most = manifest.layout.kind === 'tiles' ? manifest.layout.maxTiles : 1;
const wrong = reference.grids.filter(([width, height, columns, rows]) => {
  const grid = closestGrid({ width, height }, side, most);
  return grid.columns !== columns || grid.rows !== rows;
});
console.log(`grids    ${reference.grids.length - wrong.length} of ${reference.grids.length} equal`);
await sessions.close();
process.exitCode = isSame && wrong.length === 0 ? 0 : 1;

async function run({ picture, text, tokens }: Case) {
  const shown = picture === null ? [] : [await read(picture)];
  const prompt = toPrompt({
    messages: [{ role: 'user', content: [...shown.map((one) => ({ picture: one })), { text }] }],
    options: [],
    maxNewTokens: tokens.length,
  });
  const sequences = [{ ids: prompt.ids, features: await vision.encode(prompt.pictures) }];
  const [logits = new Float32Array()] = await engine.read(sequences);
  const [written = []] = await engine.write(sequences, [tokens.length]);
  return { ids: prompt.ids, logits, tokens: written };
}

async function read(name: string): Promise<Picture> {
  return readPicture(await readFile(join(root, name)));
}
