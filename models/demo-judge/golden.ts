/** Writes golden.json from what the demo judge answers now: `node models/demo-judge/golden.ts`. */
import { writeFile } from 'node:fs/promises';
import type { Segment } from '../../src/benchmarks/benchmark.ts';
import type { GenevalRecord } from '../../src/benchmarks/geneval/record.ts';
import { digits } from '../../src/benchmarks/options.ts';
import { skillContent, stepText, storyContent } from '../../src/benchmarks/storyDemo/prompts.ts';
import { GRADES, SKILLS, type Skill } from '../../src/benchmarks/storyDemo/skills.ts';
import { readPicture } from '../../src/media/picture.ts';
import { renderSvg } from '../../src/media/svg.ts';
import { type PaintOptions, paint } from '../../src/painter/paint.ts';
import { createRandom } from '../../src/painter/random.ts';
import { misread, randomStep } from '../../src/painter/storyRecords.ts';
import type { ChatSegment } from '../../src/workers/chat.ts';
import { openDemoJudge } from './judged.ts';

interface Painted extends PaintOptions {
  readonly record: GenevalRecord;
}

interface Step {
  readonly asked: GenevalRecord;
  readonly painted: Painted;
}

// Seeds of their own, beside those of training, measuring and the demo.
const firstSeed = 3_000_000_000;
const maxNewTokens = 48;

const judge = await openDemoJudge();
const calls = [
  ...(await Promise.all([0, 1, 2, 3].map((i) => storyCall(firstSeed + 10 * i, 2 + (i % 2))))),
  ...(await Promise.all(
    SKILLS.flatMap((skill, i) => [0, 1].map((j) => skillCall(skill, firstSeed + 100 + 2 * i + j))),
  )),
];
await judge.close();
await writeFile(
  new URL('golden.json', import.meta.url),
  `${JSON.stringify({ tolerance: { probability: 0.02 }, calls }, null, 2)}\n`,
);

async function storyCall(seed: number, length: number): Promise<object> {
  const steps = Array.from({ length }, (_, i) => stepOf(seed + i, i));
  const content = storyContent(
    steps.flatMap(({ asked }, i): Segment[] => [{ text: stepText(asked, i) }, { image: String(i) }]),
  );
  const [answer] = await judge.ask([
    { messages: [await message(content, steps)], options: [], maxNewTokens },
  ]);
  return { name: `story ${seed}`, messages: [described(content, steps)], maxNewTokens, text: answer?.text };
}

async function skillCall(skill: Skill, seed: number): Promise<object> {
  const steps = [stepOf(seed, SKILLS.indexOf(skill), skill)];
  const content = skillContent(
    steps.map(({ asked }, i) => ({ record: asked, picture: { image: String(i) } })),
    skill,
  ) as Segment[];
  const options = digits(GRADES[0], GRADES[2]);
  const [answer] = await judge.ask([{ messages: [await message(content, steps)], options, maxNewTokens }]);
  const probabilities = answer?.probabilities?.map((p) => Number(p.toFixed(4)));
  return { name: `${skill} ${seed}`, messages: [described(content, steps)], options, probabilities };
}

/** Every other picture shows something else than is asked. */
function stepOf(seed: number, index: number, skill?: Skill): Step {
  const random = createRandom(seed);
  const asked = randomStep(random, undefined, skill);
  const record = seed % 2 === 0 ? asked : misread(asked, random);
  return { asked, painted: { record, seed, style: index % 2 ? 'hasty' : 'careful' } };
}

async function message(content: readonly Segment[], steps: readonly Step[]) {
  const segments = content.map(async (part): Promise<ChatSegment> => {
    if ('text' in part) return part;
    const { record, ...options } = paintedOf(part, steps);
    return { picture: await readPicture(await renderSvg(paint(record, options).svg)) };
  });
  return { role: 'user' as const, content: await Promise.all(segments) };
}

function described(content: readonly Segment[], steps: readonly Step[]): object {
  const segments = content.map((part) => ('text' in part ? part : { painted: paintedOf(part, steps) }));
  return { role: 'user', content: segments };
}

function paintedOf(part: Segment, steps: readonly Step[]): Painted {
  const step = 'image' in part ? steps[Number(part.image)] : undefined;
  if (!step) throw new Error('A golden call names a picture that is not painted');
  return step.painted;
}
