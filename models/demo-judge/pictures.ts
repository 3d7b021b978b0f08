/**
 * Paints pictures of single story steps: `node pictures.ts <folder> <first> <count>` writes `<first>.bin`, the PNGs one
 * after another, and `<first>.json`, for each its length, record and objects. Picture i is painted with seed i, from
 * one thousand million up (see README.md for the other ranges).
 */
import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { renderSvg } from '../../src/media/svg.ts';
import { paint } from '../../src/painter/paint.ts';
import { createRandom } from '../../src/painter/random.ts';
import { PLACES, randomStep } from '../../src/painter/storyRecords.ts';

const [folder = '', firstText = '', countText = ''] = process.argv.slice(2);
const [first, count] = [Number(firstText), Number(countText)];
if (!folder || !(first >= 1e9) || !(count > 0)) {
  throw new Error('Usage: node pictures.ts <folder> <first seed, 1000000000 or more> <count>');
}

mkdirSync(folder, { recursive: true });
const out = openSync(join(folder, `${first}.bin`), 'w');
const scenes: object[] = [];
for (let seed = first; seed < first + count; seed++) {
  const random = createRandom(seed);
  const record = randomStep(
    random,
    random.chance(0.5) ? PLACES[random.pick(Object.keys(PLACES)) as keyof typeof PLACES] : undefined,
  );
  const { svg, objects } = paint(record, { seed, style: seed % 2 === 0 ? 'careful' : 'hasty' });
  const png = await renderSvg(svg);
  writeSync(out, png);
  scenes.push({ bytes: png.length, record, objects });
}
closeSync(out);
writeFileSync(join(folder, `${first}.json`), JSON.stringify(scenes));
