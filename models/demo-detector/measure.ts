/**
 * Measures the demo judge on pictures it was not trained on, and writes the figures into the README of both models:
 * `node models/demo-detector/measure.ts [--pictures 1000] [--first 2000000000]`.
 */
import { parseArgs } from 'node:util';
import { TAGS } from '../../src/benchmarks/geneval/record.ts';
import { randomRecord } from '../../src/painter/prompts.ts';
import { createRandom } from '../../src/painter/random.ts';
import { writeFigures } from './figures.ts';
import { type Judged, openDemoJudge } from './judged.ts';
import { averagePrecisions, iou } from './precision.ts';

const { values } = parseArgs({
  options: {
    pictures: { type: 'string', default: '1000' },
    first: { type: 'string', default: '2000000000' },
  },
});
const [pictures, first] = [Number(values.pictures), Number(values.first)];

const { judge, close } = await openDemoJudge();
const judged: Judged[] = [];
for (let i = 0; i < pictures; i++) {
  const seed = first + i;
  const record = randomRecord(createRandom(seed), TAGS[i % TAGS.length]);
  judged.push(await judge(record, { seed, style: Math.floor(i / TAGS.length) % 2 ? 'hasty' : 'careful' }));
}
await close();

const figures = report(judged);
console.log(figures);
await writeFigures(new URL('README.md', import.meta.url), 'figures', figures);
await writeFigures(new URL('../demo-colors/README.md', import.meta.url), 'figures', colorReport(judged));

function report(all: readonly Judged[]): string {
  const painted = all.flatMap(({ picture }, at) => picture.objects.map((o) => ({ ...o, picture: at })));
  const found = all.flatMap(({ percepts }, at) => percepts.map((p) => ({ ...p, picture: at })));
  const precisions = [...averagePrecisions(painted, found)].sort((a, b) => a[1] - b[1]);
  const mean = precisions.reduce((sum, [, value]) => sum + value, 0) / precisions.length;
  const weakest = precisions.slice(0, 3).map(([name, value]) => `${name} ${value.toFixed(4)}`);
  const times = all.map((each) => each.inferMs).sort((a, b) => a - b);
  const rows = TAGS.map((tag) =>
    row(
      tag,
      all.filter((each) => each.record.tag === tag),
    ),
  );
  return [
    `${all.length} pictures of random records, seeds ${first} to ${first + all.length - 1}, both styles in turn.`,
    '',
    `- mAP50 over ${precisions.length} classes: **${mean.toFixed(4)}** (lowest: ${weakest.join(', ')})`,
    `- median time of both networks on one CPU thread: ${times[times.length >> 1]?.toFixed(1)} ms a picture`,
    '',
    '| task | pictures | really right | judged right | verdict agrees with the painter |',
    '| --- | --: | --: | --: | --: |',
    ...rows,
    row('**all**', all),
    '',
  ].join('\n');
}

function row(name: string, of: readonly Judged[]): string {
  const right = of.filter(({ picture }) => picture.truth).length;
  const judgedRight = of.filter(({ decision }) => decision.correct).length;
  const agreeing = of.filter(({ picture, decision }) => picture.truth === decision.correct).length;
  const share = ((100 * agreeing) / of.length).toFixed(2);
  return `| ${name} | ${of.length} | ${right} | ${judgedRight} | ${agreeing} (${share} %) |`;
}

/** Of the objects whose colour a record asks for and that the detector found. */
function colorReport(all: readonly Judged[]): string {
  const asked = all.flatMap(({ picture, percepts }) =>
    percepts.flatMap(({ class: name, score, box, color }) => {
      const painted = picture.objects.find((each) => each.class === name && iou(each.box, box) >= 0.5);
      return color && painted && score > 0.5 ? [{ color, painted: painted.color }] : [];
    }),
  );
  const right = asked.filter(({ color, painted }) => color === painted).length;
  const share = ((100 * right) / asked.length).toFixed(2);
  return (
    `- colour right: **${share} %** of ${asked.length} objects, cut out by the detector's boxes, ` +
    `from ${all.length} pictures of seeds ${first} to ${first + all.length - 1}\n`
  );
}
