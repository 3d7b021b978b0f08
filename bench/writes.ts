import { newId, toGlobalId } from '../src/core/ids.ts';
import { findBenchmarkBySlug } from '../src/store/benchmarks.ts';
import { insertRun } from '../src/store/runs.ts';
import type { Load } from './load.ts';
import type { BenchOptions } from './main.ts';
import type { Result, Row } from './row.ts';
import type { RunWatch } from './runs.ts';
import { seedScores } from './seed.ts';
import { type Server, startApi } from './servers.ts';
import { rowOf, turns } from './turns.ts';
import type { Warehouse } from './warehouse.ts';
import { insertRows, makeEqual } from './writing/equal.ts';
import { type GivenScore, givenScores, nextImport } from './writing/given.ts';
import { measured, timed } from './writing/measured.ts';

const RESPONSES = 1000;
const SCORES = 2000;
const CALLS = 8;
const REFERENCE = 'multi-row INSERT, raw pg';

const ADD_RESPONSES = 'mutation ($input: AddResponsesInput!) { addResponses(input: $input) { added } }';
const IMPORT_SCORES = 'mutation ($input: ImportScoresInput!) { importScores(input: $input) { added } }';

/** Writes through GraphQL over HTTP, against the same rows by as many INSERTs of as many rows into equal tables. */
export async function benchWrites(
  warehouse: Warehouse,
  _: RunWatch,
  { rounds }: BenchOptions,
): Promise<Result> {
  const { database, home } = warehouse;
  await seedScores(database, { scores: 2e4, models: 1 });
  const scores = (await givenScores(warehouse)).slice(0, CALLS * SCORES);
  const keys = [...new Map(scores.map((score) => [score.row.question_id, score])).values()];
  const given = { warehouse, scores, keys, api: await startApi(database.url, home) };
  await using _api = given.api;
  return {
    rows: [
      await ofResponses(given, rounds, await makeEqual(warehouse, 'responses')),
      await ofScores(given, rounds, await makeEqual(warehouse, 'scores')),
    ],
    notes: [
      'An equal table has the same columns, keys, partitions and foreign keys. Scores come with their rollups.',
    ],
  };
}

interface Given {
  warehouse: Warehouse;
  api: Server;
  scores: readonly GivenScore[];
  /** One score of each question. */
  keys: readonly GivenScore[];
}

async function ofResponses({ warehouse, api, keys }: Given, rounds: number, table: string): Promise<Row> {
  const content = [{ text: 'An answer of a line or two, as models give them. '.repeat(3) }];
  const calls = chunked(keys, RESPONSES);
  const what = `addResponses, ${RESPONSES} a call`;
  const subject = async (): Promise<Load> => {
    const run = toGlobalId('Run', await nextRun(warehouse));
    return writing(warehouse, api, calls, (some) => {
      const responses = some.map(({ question }) => ({ question, content }));
      return mutate(api, ADD_RESPONSES, { run, responses });
    });
  };
  const reference = async (): Promise<Load> => {
    const run = await nextRun(warehouse);
    return writing(warehouse, null, calls, (some) =>
      insertRows(
        warehouse,
        table,
        ['id', 'run_id', 'question_id', 'sample_index', 'content'],
        some.map(({ row }) => [newId(), run, row.question_id, 0, JSON.stringify(content)]),
      ),
    );
  };
  return {
    ...rowOf(what, await turns({ what, subject, reference, rounds }), REFERENCE, 0.4),
    unit: 'response',
  };
}

async function ofScores({ warehouse, api, scores }: Given, rounds: number, table: string): Promise<Row> {
  const calls = chunked(scores, SCORES);
  const what = `importScores, ${SCORES} a call`;
  const subject = async (): Promise<Load> => {
    const evaluation = toGlobalId('Evaluation', (await nextImport(warehouse)).id);
    return writing(warehouse, api, calls, (some) => {
      const input = some.map(({ question, sampleIndex, criterion, outcome, value }) => ({
        ...{ question, sampleIndex, criterion, value },
        ...(value === null && { outcome }),
      }));
      return mutate(api, IMPORT_SCORES, { evaluation, scores: input });
    });
  };
  const reference = async (): Promise<Load> => {
    const { id } = await nextImport(warehouse);
    return writing(warehouse, null, calls, (some) =>
      insertRows(
        warehouse,
        table,
        [
          'evaluation_id',
          'question_id',
          'response_id',
          'criterion_id',
          'slice_id',
          'outcome',
          'value',
          'official_value',
        ],
        some.map(({ row, outcome, value }) => [id, ...Object.values(row), outcome, value, value]),
      ),
    );
  };
  return { ...rowOf(what, await turns({ what, subject, reference, rounds }), REFERENCE, 0.4), unit: 'score' };
}

/** Call after call, as one client makes them. */
function writing<T>(
  { databaseCpuMs }: Warehouse,
  server: Server | null,
  calls: readonly (readonly T[])[],
  write: (some: readonly T[]) => Promise<unknown>,
): Promise<Load> {
  return measured(calls.flat().length, server, databaseCpuMs, async () => {
    const ms: number[] = [];
    for (const some of calls) ms.push(await timed(() => write(some)));
    return ms;
  });
}

async function mutate(api: Server, query: string, input: object): Promise<void> {
  const response = await fetch(`${api.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({ query, variables: { input } }),
  });
  const text = await response.text();
  if (!response.ok || text.includes('"errors"')) throw new Error(text.slice(0, 400));
}

async function nextRun({ database: { db } }: Warehouse): Promise<string> {
  const { id: benchmarkId } = await findBenchmarkBySlug(db, 'mmie');
  const model = { name: 'writer', kind: 'INTERLEAVED' as const };
  return (await insertRun(db, { benchmarkId, model, settings: {}, samplesPerQuestion: 1 })).id;
}

const chunked = <T>(all: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, at) => all.slice(at * size, (at + 1) * size));
