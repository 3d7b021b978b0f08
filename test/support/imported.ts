import type { Client } from '../../src/cli/client/client.ts';

export interface ImportedReply {
  question: string;
  criterion: string;
  /** Null for a judge that gave none. */
  text: string | null;
}

export interface ImportedScore {
  question: string;
  sampleIndex?: number;
  criterion: string;
  value?: number;
  outcome?: string;
}

export interface ImportedQuestion {
  externalId: string;
  /** Slugs from the category down. */
  slices: readonly string[];
  criteria?: readonly string[];
}

/** Adds questions to a benchmark whose questions come with its data. */
export async function addQuestions(
  client: Client,
  benchmark: string,
  questions: readonly ImportedQuestion[],
): Promise<void> {
  const given = questions.map(({ externalId, slices, criteria }) => ({
    externalId,
    slices: slices.map((slug) => ({ slug })),
    content: [{ text: `Question ${externalId}` }],
    criteria,
  }));
  await client.query('mutation ($input: AddQuestionsInput!) { addQuestions(input: $input) { added } }', {
    input: { benchmark, questions: given },
  });
}

export interface RunToImport {
  benchmark: string;
  model: string;
  settings?: Record<string, unknown>;
  /** External ids of the questions answered. */
  questions: readonly string[];
  samples?: number;
  /** How many of the samples there are of a question; all unless given. */
  answers?: (question: string) => number;
}

/** A run whose responses are a line of text each; its global id. */
export async function aTextRun(client: Client, run: RunToImport): Promise<string> {
  const { benchmark, model, settings, questions, samples = 1, answers = () => samples } = run;
  const { createRun } = await client.query<{ createRun: { run: { id: string } } }>(
    'mutation ($input: CreateRunInput!) { createRun(input: $input) { run { id } } }',
    { input: { benchmark, model: { name: model }, settings, samplesPerQuestion: samples } },
  );
  const responses = questions.flatMap((question) =>
    Array.from({ length: answers(question) }, (_, sampleIndex) => ({
      question,
      sampleIndex,
      content: [{ text: `${model} on ${question}` }],
    })),
  );
  await client.query('mutation ($input: AddResponsesInput!) { addResponses(input: $input) { added } }', {
    input: { run: createRun.run.id, responses },
  });
  return createRun.run.id;
}

export interface OutsideJudge {
  name: string;
  kind?: string;
  manifest?: Record<string, unknown>;
  criteria?: readonly string[];
}

/** Imports what a judge elsewhere said, and closes the import; the evaluation's global id. */
export async function importEvaluation(
  client: Client,
  run: string,
  judge: OutsideJudge,
  said: { replies?: readonly ImportedReply[]; scores?: readonly ImportedScore[] },
): Promise<string> {
  const { openImport } = await client.query<{ openImport: { evaluation: { id: string } } }>(
    'mutation ($input: OpenImportInput!) { openImport(input: $input) { evaluation { id } } }',
    { input: { run, judge } },
  );
  const evaluation = openImport.evaluation.id;
  if (said.replies) {
    await client.query('mutation ($input: ImportRepliesInput!) { importReplies(input: $input) { added } }', {
      input: { evaluation, replies: said.replies },
    });
  }
  if (said.scores) {
    await client.query('mutation ($input: ImportScoresInput!) { importScores(input: $input) { added } }', {
      input: { evaluation, scores: said.scores },
    });
  }
  await client.query(
    'mutation ($input: CloseImportInput!) { closeImport(input: $input) { evaluation { status } } }',
    { input: { evaluation } },
  );
  return evaluation;
}

/** An open import of a run of MMIE that answers one question. */
export async function anOpenImport(client: Client): Promise<{ evaluation: string; question: string }> {
  const question = 'SA-1';
  await addQuestions(client, 'mmie', [{ externalId: question, slices: ['situational-analysis'] }]);
  const run = await aTextRun(client, { benchmark: 'mmie', model: 'm', questions: [question] });
  const { openImport } = await client.query<{ openImport: { evaluation: { id: string } } }>(
    'mutation ($input: OpenImportInput!) { openImport(input: $input) { evaluation { id } } }',
    { input: { run, judge: { name: 'j', criteria: ['overall'] } } },
  );
  return { evaluation: openImport.evaluation.id, question };
}

/** A closed import of as many scores of MMIE's stories. */
export async function anEvaluationOf(client: Client, scores: number): Promise<string> {
  const questions = Array.from({ length: scores }, (_, index) => `SA-${index + 1}`);
  await addQuestions(
    client,
    'mmie',
    questions.map((externalId) => ({ externalId, slices: ['situational-analysis'] })),
  );
  const run = await aTextRun(client, { benchmark: 'mmie', model: 'm', questions });
  const given = questions.map((question, index) => ({ question, criterion: 'overall', value: index % 7 }));
  return importEvaluation(client, run, { name: 'j', criteria: ['overall'] }, { scores: given });
}
