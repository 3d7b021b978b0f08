import type { Segment } from '../../benchmarks/benchmark.ts';
import type { Client } from '../client/client.ts';
import type { ModelKind } from './uploadRun.ts';

/** The mutations that imports are made of. Each may be repeated: what is there is left alone. */

export interface QuestionInput {
  externalId: string;
  slices: readonly { slug: string; name?: string }[];
  content: readonly Segment[];
  reference?: unknown;
  criteria?: readonly string[];
}

export interface RunInput {
  benchmark: string;
  model: { name: string; kind: ModelKind };
  settings: Readonly<Record<string, unknown>>;
  samplesPerQuestion?: number;
  idempotencyKey: string;
}

export interface ResponseInput {
  question: string;
  sampleIndex?: number;
  content: readonly Segment[];
}

export interface JudgeInput {
  name: string;
  kind: 'IMPORTED' | 'VLM' | 'PEOPLE';
  manifest: Readonly<Record<string, unknown>>;
  criteria?: readonly string[];
}

export interface ReplyInput {
  question: string;
  criterion: string;
  text: string | null;
}

export interface ScoreInput {
  question: string;
  sampleIndex: number;
  criterion: string;
  value: number | null;
  officialValue?: number | null;
  outcome?: string;
  reason?: string | null;
  evidence?: unknown;
}

export interface OpenedImport {
  id: string;
  judge: { name: string; revision: string };
}

export interface ClosedImport {
  id: string;
  status: string;
  expected: number;
  responses: number;
  done: number;
}

/** How many of each one call takes. */
export const MOST = {
  questions: 1000,
  responses: 1000,
  replies: 2000,
  scores: 2000,
  lines: 1_000_000,
} as const;

export async function addQuestions(
  client: Client,
  benchmark: string,
  questions: readonly QuestionInput[],
  { fromAnswers }: { fromAnswers: boolean },
): Promise<number> {
  const { addQuestions } = await client.query<{ addQuestions: { added: number } }>(
    'mutation ($input: AddQuestionsInput!) { addQuestions(input: $input) { added } }',
    { input: { benchmark, questions, fromAnswers } },
  );
  return addQuestions.added;
}

export async function createRun(client: Client, input: RunInput): Promise<string> {
  const { createRun } = await client.query<{ createRun: { run: { id: string } } }>(
    'mutation ($input: CreateRunInput!) { createRun(input: $input) { run { id } } }',
    { input },
  );
  return createRun.run.id;
}

export async function addResponses(
  client: Client,
  run: string,
  responses: readonly ResponseInput[],
): Promise<number> {
  const { addResponses } = await client.query<{ addResponses: { added: number } }>(
    'mutation ($input: AddResponsesInput!) { addResponses(input: $input) { added } }',
    { input: { run, responses } },
  );
  return addResponses.added;
}

export async function openImport(client: Client, run: string, judge: JudgeInput): Promise<OpenedImport> {
  const { openImport } = await client.query<{ openImport: { evaluation: OpenedImport } }>(
    `mutation ($input: OpenImportInput!) { openImport(input: $input) {
      evaluation { id judge { name revision } } } }`,
    { input: { run, judge } },
  );
  return openImport.evaluation;
}

export async function importReplies(
  client: Client,
  evaluation: string,
  replies: readonly ReplyInput[],
): Promise<number> {
  const { importReplies } = await client.query<{ importReplies: { added: number } }>(
    'mutation ($input: ImportRepliesInput!) { importReplies(input: $input) { added } }',
    { input: { evaluation, replies } },
  );
  return importReplies.added;
}

export async function importScores(
  client: Client,
  evaluation: string,
  scores: readonly ScoreInput[],
): Promise<number> {
  const { importScores } = await client.query<{ importScores: { added: number } }>(
    'mutation ($input: ImportScoresInput!) { importScores(input: $input) { added } }',
    { input: { evaluation, scores } },
  );
  return importScores.added;
}

/** Scores by the route for many, which checks all of a call before it writes any. */
export async function importScoreLines(
  client: Client,
  evaluation: string,
  scores: AsyncIterable<ScoreInput>,
): Promise<number> {
  const { added } = await client.postLines<{ added: number }>(
    `/import/scores?evaluation=${evaluation}`,
    scores,
  );
  return added;
}

export async function closeImport(client: Client, evaluation: string): Promise<ClosedImport> {
  const { closeImport } = await client.query<{ closeImport: { evaluation: ClosedImport } }>(
    `mutation ($input: CloseImportInput!) { closeImport(input: $input) {
      evaluation { id status expected responses done } } }`,
    { input: { evaluation } },
  );
  return closeImport.evaluation;
}
