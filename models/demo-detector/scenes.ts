/**
 * Paints training scenes: `node scenes.ts <folder> <first> <count>` writes `<first>.bin`, the PNGs one after another,
 * and `<first>.json`, for each its length and its objects as [class index, colour index, x1, y1, x2, y2].
 * Scene i is a random record painted with seed i. Training takes seeds from one thousand million up, measuring from
 * two thousand million up, and people's demos take small ones, so that none of them meet.
 */
import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { CLASS_NAMES, COLORS } from '../../src/benchmarks/geneval/names.ts';
import { renderSvg } from '../../src/media/svg.ts';
import { paint } from '../../src/painter/paint.ts';
import { randomRecord } from '../../src/painter/prompts.ts';
import { createRandom } from '../../src/painter/random.ts';

const [folder = '', firstText = '', countText = ''] = process.argv.slice(2);
const [first, count] = [Number(firstText), Number(countText)];
if (!folder || !(first >= 1e9) || !(count > 0)) {
  throw new Error('Usage: node scenes.ts <folder> <first seed, 1000000000 or more> <count>');
}

mkdirSync(folder, { recursive: true });
const pictures = openSync(join(folder, `${first}.bin`), 'w');
const scenes: { bytes: number; objects: number[][] }[] = [];
for (let seed = first; seed < first + count; seed++) {
  const record = randomRecord(createRandom(seed));
  const { svg, objects } = paint(record, { seed, style: seed % 2 === 0 ? 'careful' : 'hasty' });
  const png = await renderSvg(svg);
  writeSync(pictures, png);
  const labels = objects.map(({ class: name, color, box }) => [
    (CLASS_NAMES as readonly string[]).indexOf(name),
    COLORS.indexOf(color),
    ...box.map((value) => Number(value.toFixed(2))),
  ]);
  scenes.push({ bytes: png.length, objects: labels });
}
closeSync(pictures);
writeFileSync(join(folder, `${first}.json`), JSON.stringify(scenes));
