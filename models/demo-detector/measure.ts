/**
 * Measures the demo judge on pictures it was not trained on, and writes the figures into README.md:
 * `node models/demo-detector/measure.ts [--pictures 1000] [--first 2000000000]`.
 */
import { parseArgs } from 'node:util';
import { TAGS } from '../../src/benchmarks/geneval/record.ts';
import { randomRecord } from '../../src/painter/prompts.ts';
import { createRandom } from '../../src/painter/random.ts';
import { writeFigures } from './figures.ts';
import { type Judged, openDemoJudge } from './judged.ts';
import { averagePrecisions } from './precision.ts';

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

function report(all: readonly Judged[]): string {
  const painted = all.flatMap(({ picture }, at) => picture.objects.map((o) => ({ ...o, picture: at })));
  const found = all.flatMap(({ percepts }, at) => percepts.map((p) => ({ ...p, picture: at })));
  const precisions = [...averagePrecisions(painted, found)].sort((a, b) => a[1] - b[1]);
  const mean = precisions.reduce((sum, [, value]) => sum + value, 0) / precisions.length;
  const weakest = precisions.slice(0, 3).map(([name, value]) => `${name} ${value.toFixed(3)}`);
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
  const share = (holds: (each: Judged) => boolean) =>
    `${((100 * of.filter(holds).length) / of.length).toFixed(1)} %`;
  const agreement = share(({ picture, decision }) => picture.truth === decision.correct);
  return `| ${name} | ${of.length} | ${share((each) => each.picture.truth)} | ${share((each) => each.decision.correct)} | ${agreement} |`;
}
