/**
 * Writes golden.json of both demo models from what they answer now: `node models/demo-detector/golden.ts`.
 * Every colour is asked for, and a picture is named by its record, seed and style: the painter makes it again.
 */
import { writeFile } from 'node:fs/promises';
import { demoPrompts } from '../../src/painter/prompts.ts';
import { type Judged, openDemoJudge } from './judged.ts';

// Seeds of their own, beside those of training, measuring and the demo.
const firstSeed = 3_000_000_000;

const { judge, close } = await openDemoJudge();
const judged: Judged[] = [];
for (const [i, record] of demoPrompts().entries()) {
  // The first two prompts of each of the six tasks.
  if (i % 10 >= 2) continue;
  judged.push(await judge(record, { seed: firstSeed + i, style: i % 2 ? 'hasty' : 'careful' }));
}
await close();

const round = (value: number) => Number(value.toFixed(4));
const scene = ({ record, options }: Judged) => ({ record, ...options });

await write('../demo-detector/golden.json', {
  tolerance: { score: 0.02, boxPixels: 1.5 },
  scenes: judged.map((each) => ({
    ...scene(each),
    correct: each.decision.correct,
    detections: each.percepts
      .filter(({ score }) => score > 0.3)
      .map(({ class: name, score, box }) => ({ class: name, score: round(score), box: box.map(round) })),
  })),
});
await write('../demo-colors/golden.json', {
  tolerance: { logit: 0.2 },
  scenes: judged
    .map((each) => ({
      ...scene(each),
      objects: each.percepts
        .filter(({ colorLogits }) => colorLogits)
        .map(({ class: name, box, color, colorLogits = [] }) => ({
          class: name,
          box: box.map(round),
          color,
          logits: colorLogits.map(round),
        })),
    }))
    .filter(({ objects }) => objects.length > 0),
});

function write(path: string, golden: object): Promise<void> {
  return writeFile(new URL(path, import.meta.url), `${JSON.stringify(golden, null, 2)}\n`);
}
