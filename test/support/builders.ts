import { createHash } from 'node:crypto';
import type { RunningApi } from '../../src/api/main.ts';
import type { Client } from '../../src/cli/client/client.ts';
import { fromGlobalId } from '../../src/core/ids.ts';
import { renderSvg } from '../../src/media/svg.ts';
import { paint } from '../../src/painter/paint.ts';
import { demoPrompts } from '../../src/painter/prompts.ts';
import type { Database } from '../../src/store/database.ts';
import { upsertJudge } from '../../src/store/judges.ts';
import type { JudgeRow } from '../../src/store/tables/index.ts';

export interface RunOptions {
  model?: string;
  settings?: Record<string, unknown>;
  /** Responses per question that a full run has; also how many of one question lie in one shard. */
  samples?: number;
  /** Questions that get responses, from the first of the benchmark on. */
  questions?: number;
  /** Responses to each of them; a full run's number unless given. */
  given?: number;
  /** Whether responses are painted pictures; a short text otherwise, which a scripted judge does not mind. */
  painted?: boolean;
}

export interface ARun {
  id: string;
  /** The same as a row's id. */
  uuid: string;
  /** Responses added. */
  responses: number;
  /** Whether each painted picture is what was asked for, by `question/sample`. */
  truth: Map<string, boolean>;
}

export async function installDemo(client: Client): Promise<void> {
  await client.query('mutation { installBenchmark(input: { benchmark: "geneval-demo" }) { installed } }');
}

export const externalId = (question: number): string => String(question).padStart(5, '0');

/** A run of the demo benchmark with responses, made as any client makes one. */
export async function aRun(client: Client, options: RunOptions = {}): Promise<ARun> {
  const { model = 'painter', settings = {}, samples = 4, questions = 60, painted = false } = options;
  await installDemo(client);
  const { createRun } = await client.query<{ createRun: { run: { id: string } } }>(
    'mutation ($input: CreateRunInput!) { createRun(input: $input) { run { id } } }',
    { input: { benchmark: 'geneval-demo', model: { name: model }, settings, samplesPerQuestion: samples } },
  );
  const { id } = createRun.run;
  const truth = new Map<string, boolean>();
  const responses = [];
  for (let question = 0; question < questions; question++) {
    for (let sampleIndex = 0; sampleIndex < (options.given ?? samples); sampleIndex++) {
      const key = { question: externalId(question), sampleIndex };
      if (!painted) {
        responses.push({ ...key, content: [{ text: `${question}/${sampleIndex} by ${model}` }] });
        continue;
      }
      const { digest, isTrue } = await upload(client, question, sampleIndex);
      truth.set(`${key.question}/${sampleIndex}`, isTrue);
      responses.push({ ...key, content: [{ image: digest }] });
    }
  }
  await addResponses(client, id, responses);
  return { id, uuid: fromGlobalId('Run', id, 'run'), responses: responses.length, truth };
}

export async function addResponses(
  client: Client,
  run: string,
  responses: readonly object[],
): Promise<number> {
  const data = await client.query<{ addResponses: { added: number } }>(
    'mutation ($input: AddResponsesInput!) { addResponses(input: $input) { added } }',
    { input: { run, responses } },
  );
  return data.addResponses.added;
}

interface APicture {
  png: Buffer<ArrayBuffer>;
  isTrue: boolean;
}

const paintings = new Map<string, APicture>();

/** A picture of one of the demo's prompts, painted once per process. */
export async function aPicture(question: number, seed: number): Promise<APicture> {
  const key = `${question} ${seed}`;
  const record = demoPrompts()[question];
  if (!record) throw new RangeError(`the demo has no question ${question}`);
  const known = paintings.get(key);
  if (known) return known;
  const { svg, truth } = paint(record, { seed, style: 'careful' });
  const picture = { png: Buffer.from(await renderSvg(svg)), isTrue: truth };
  paintings.set(key, picture);
  return picture;
}

async function upload(client: Client, question: number, seed: number) {
  const { png, isTrue } = await aPicture(question, seed);
  return { digest: await client.putMedia(png, 'image/png'), isTrue };
}

/** A judge known to the database, as a worker of it would have registered it; a short revision is made a digest. */
export function aJudge(database: Database, name = 'scripted', revision = '1'): Promise<JudgeRow> {
  return upsertJudge(database.db, {
    name,
    kind: 'RULE',
    revision:
      revision.length === 64 ? revision : createHash('sha256').update(`${name} ${revision}`).digest('hex'),
    manifest: { name, revision },
    criteria: ['correct'],
  });
}

/** Queues an evaluation; the global id. */
export async function anEvaluation(client: Client, run: string, judge = 'scripted'): Promise<string> {
  const { startEvaluation } = await client.query<{ startEvaluation: { evaluation: { id: string } } }>(
    'mutation ($input: StartEvaluationInput!) { startEvaluation(input: $input) { evaluation { id } } }',
    { input: { run, judge } },
  );
  return startEvaluation.evaluation.id;
}

export interface Standing {
  status: string;
  expected: number;
  responses: number;
  done: number;
}

export async function standingOf(client: Client, evaluation: string): Promise<Standing> {
  const { node } = await client.query<{ node: Standing }>(
    'query ($id: ID!) { node(id: $id) { ... on Evaluation { status expected responses done } } }',
    { id: evaluation },
  );
  return node;
}

export interface Answer {
  status: number;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers as they come
  data: any;
  errors?: { message: string; path?: unknown[]; extensions: { code: string } }[];
  text: string;
}

/** A GraphQL request as it goes over the wire, with its errors. */
export async function post(api: RunningApi, query: string, variables: object = {}): Promise<Answer> {
  const response = await fetch(`${api.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json' },
    body: JSON.stringify({ query, variables }),
  });
  const text = await response.text();
  return { status: response.status, text, ...JSON.parse(text) };
}

/** The one error that a request is answered with: its code and message. */
export async function refusal(api: RunningApi, query: string, variables: object = {}) {
  const { errors, data, text } = await post(api, query, variables);
  if (errors?.length !== 1) throw new Error(`expected one error, got ${text}`);
  return { code: errors[0]?.extensions.code, message: errors[0]?.message ?? '', data };
}
