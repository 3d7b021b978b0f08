/**
 * Measures the demo judge on stories it was not trained on, through the runtime of the workers, and writes the figures
 * into README.md: `node models/demo-judge/measure.ts [--stories 1000] [--first 2000000000]`.
 */
import { parseArgs } from 'node:util';
import { createRandom } from '../../src/painter/random.ts';
import { PLACES, type Place, randomStory } from '../../src/painter/storyRecords.ts';
import { writeFigures } from '../demo-detector/figures.ts';
import { type Asked, openDemoJudge, questionsAbout, readAnswer } from './judged.ts';

interface Judged extends Asked {
  /** The whole number that the answer comes down to; null when it could not be read. */
  readonly said: number | null;
}

const { values } = parseArgs({
  options: {
    stories: { type: 'string', default: '1000' },
    first: { type: 'string', default: '2000000000' },
  },
});
const [stories, first] = [Number(values.stories), Number(values.first)];
const places = Object.keys(PLACES) as Place[];
const chunk = 20;

const judge = await openDemoJudge();
const judged: Judged[] = [];
for (let start = 0; start < stories; start += chunk) {
  const seeds = Array.from({ length: Math.min(chunk, stories - start) }, (_, i) => first + start + i);
  const asked = (await Promise.all(seeds.map(storyOf))).flat();
  const answers = await judge.ask(asked.map(({ chat }) => chat));
  for (const [at, question] of asked.entries()) {
    const answer = answers[at];
    if (!answer) throw new Error('An answer is missing');
    const { probabilities } = answer;
    const said = probabilities
      ? (question.call.options[probabilities.indexOf(Math.max(...probabilities))]?.value ?? null)
      : readAnswer(question, answer).value;
    judged.push({ ...question, said });
  }
}
await judge.close();

const figures = [...report(), ...(await times())].join('\n');
console.log(figures);
await writeFigures(new URL('README.md', import.meta.url), 'figures', `${figures}\n`);

function storyOf(seed: number): Promise<Asked[]> {
  const place = places[seed % places.length] as Place;
  const style = Math.floor(seed / places.length) % 2 ? 'hasty' : 'careful';
  return questionsAbout(randomStory(createRandom(seed), place), { seed, style });
}

function report(): string[] {
  const criteria = [...Map.groupBy(judged, ({ call }) => call.part)];
  return [
    `${stories} stories of random steps, seeds ${first} to ${first + stories - 1}, every place and both styles in turn.`,
    '',
    '| criterion | questions | exactly right | lowest share of a true value | mean error |',
    '| --- | --: | --: | --- | --: |',
    ...criteria.map(([name, of]) => row(name, of)),
    '',
  ];
}

function row(name: string, of: readonly Judged[]): string {
  const exact = (some: readonly Judged[]) => some.filter(({ said, truth }) => said === truth).length;
  const byTruth = [...Map.groupBy(of, ({ truth }) => truth)].filter(([, some]) => some.length >= 20);
  const [worst] = byTruth
    .map(([truth, some]) => ({ truth, share: exact(some) / some.length, count: some.length }))
    .sort((a, b) => a.share - b.share);
  const error = of.reduce((sum, { said, truth }) => sum + Math.abs((said ?? 0) - truth), 0) / of.length;
  const lowest = worst ? `${percent(worst.share)} of ${worst.count} with ${worst.truth}` : '';
  return `| ${name} | ${of.length} | **${percent(exact(of) / of.length)}** | ${lowest} | ${error.toFixed(3)} |`;
}

/** Median of calls with three pictures, alone and eight at once, eye included. */
async function times(): Promise<string[]> {
  const lines: string[] = [];
  for (const [what, part] of [
    ['a story scored in words', 'overall'],
    ['a skill read off the options', 'object'],
  ] as const) {
    const calls = judged
      .filter(({ call, item }) => call.part === part && item.response.length === 6)
      .map(({ chat }) => chat);
    for (const rows of [1, 8]) {
      const timed = await openDemoJudge(rows);
      const spans: number[] = [];
      for (let at = 0; at < 20 * rows && at + rows <= calls.length; at += rows) {
        const began = performance.now();
        await timed.ask(calls.slice(at, at + rows));
        spans.push((performance.now() - began) / rows);
      }
      await timed.close();
      const median = spans.sort((a, b) => a - b)[spans.length >> 1] ?? Number.NaN;
      lines.push(
        `- ${what}, three pictures, ${rows === 1 ? 'one at a time' : `${rows} at once`}: ${median.toFixed(0)} ms a call on one CPU thread`,
      );
    }
  }
  return lines;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
