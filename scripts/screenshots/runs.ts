import { genevalQuestions } from '../../src/benchmarks/geneval/definition.ts';
import type { GenevalRecord } from '../../src/benchmarks/geneval/record.ts';
import { storyQuestions } from '../../src/benchmarks/storyDemo/definition.ts';
import type { StoryReference } from '../../src/benchmarks/storyDemo/prompts.ts';
import type { Client } from '../../src/cli/client/client.ts';
import { addResponses, createRun, type ResponseInput } from '../../src/cli/import/api.ts';
import { renderSvg } from '../../src/media/svg.ts';
import type { Style } from '../../src/painter/mistakes.ts';
import { paint } from '../../src/painter/paint.ts';
import { demoPrompts } from '../../src/painter/prompts.ts';
import { paintStory } from '../../src/painter/story.ts';

const SAMPLES = 4;

/** A painter that is hasty now and then, or stopped early. */
interface Painter {
  model: string;
  /** Of four pictures so many are painted hastily. */
  hasty: number;
  /** The share of the questions answered. */
  share?: number;
}

const PAINTERS: readonly Painter[] = [
  { model: 'painter-careful', hasty: 0 },
  { model: 'painter-steady', hasty: 1 },
  { model: 'painter-brisk', hasty: 2 },
  { model: 'painter-swift', hasty: 3 },
  { model: 'painter-hasty', hasty: 4 },
  { model: 'painter-unfinished', hasty: 0, share: 0.6 },
];

type Upload = (svg: string) => Promise<string>;

/** Pictures and stories of several painters, all painted here; the global ids of their runs with the judge of each. */
export async function paintRuns(client: Client): Promise<{ run: string; judge: string }[]> {
  const upload: Upload = async (svg) => client.putMedia(new Uint8Array(await renderSvg(svg)), 'image/png');
  const runs = [];
  for (const benchmark of ['geneval-demo', 'story-demo']) {
    await client.query(
      'mutation ($input: InstallBenchmarkInput!) { installBenchmark(input: $input) { installed } }',
      { input: { benchmark } },
    );
  }
  for (const painter of PAINTERS) {
    const run = await newRun(client, 'geneval-demo', painter);
    await addResponses(client, run, await pictures(painter, upload));
    runs.push({ run, judge: 'demo-detector' });
  }
  for (const painter of PAINTERS.slice(0, 5)) {
    const run = await newRun(client, 'story-demo', painter);
    await addResponses(client, run, await stories(painter, upload));
    runs.push({ run, judge: 'story-judge' });
  }
  return runs;
}

const newRun = (client: Client, benchmark: string, { model }: Painter): Promise<string> =>
  createRun(client, {
    benchmark,
    model: { name: model, kind: benchmark === 'story-demo' ? 'INTERLEAVED' : 'TEXT_TO_IMAGE' },
    settings: {},
    idempotencyKey: `screenshots ${benchmark} ${model}`,
  });

const styleOf = ({ hasty }: Painter, index: number): Style => (index % 4 < hasty ? 'hasty' : 'careful');

async function pictures(painter: Painter, upload: Upload): Promise<ResponseInput[]> {
  const questions = genevalQuestions(demoPrompts());
  const responses: ResponseInput[] = [];
  for (const [index, { externalId, reference }] of questions.entries()) {
    // Spread over the tasks, as the rest of a stopped run would be where its questions are shuffled.
    if ((index * 7) % 10 >= (painter.share ?? 1) * 10) continue;
    for (let sampleIndex = 0; sampleIndex < SAMPLES; sampleIndex++) {
      const seed = index * SAMPLES + sampleIndex;
      const { svg } = paint(reference as GenevalRecord, { seed, style: styleOf(painter, sampleIndex) });
      responses.push({ question: externalId, sampleIndex, content: [{ image: await upload(svg) }] });
    }
  }
  return responses;
}

async function stories(painter: Painter, upload: Upload): Promise<ResponseInput[]> {
  const responses: ResponseInput[] = [];
  for (const [seed, { externalId, reference }] of storyQuestions().entries()) {
    const style = styleOf(painter, seed);
    const { steps } = paintStory((reference as StoryReference).steps, { seed, style });
    const content = [];
    for (const { text, picture } of steps) content.push({ text }, { image: await upload(picture.svg) });
    responses.push({ question: externalId, sampleIndex: 0, content });
  }
  return responses;
}
