import { DuckDBInstance } from '@duckdb/node-api';
import { parse } from 'csv-parse/sync';
import { parquetReadObjects } from 'hyparquet';
import type { Client } from '../../src/cli/client/client.ts';
import { insertApiKey } from '../../src/store/apiKeys.ts';
import { test as base } from './fixtures.ts';
import { addQuestions, aTextRun, importEvaluation } from './imported.ts';

export type Row = Record<string, unknown>;

interface ExportFixtures {
  /** A key that opens exports. */
  key: string;
  /** `GET /export/<path>` with it. */
  fetchExport: (path: string, init?: RequestInit) => Promise<Response>;
}

export const test = base.extend<ExportFixtures>({
  key: async ({ database }, use) => use((await insertApiKey(database.db, 'tests')).key),

  fetchExport: async ({ api, key }, use) =>
    use((path, init = {}) =>
      fetch(`${api.url}/export/${path}`, {
        ...init,
        headers: { authorization: `Bearer ${key}`, ...(init.headers as Record<string, string>) },
      }),
    ),
});

/** What the judge says, in turn: read alike by both readings, differently, or not at all. */
const REPLIES = [
  '### Score: 5',
  '### Score (0-6)\n4',
  '###Score: 3',
  '### Score: 9',
  'I would rather not say, "really".',
  '### Score: 2.5',
  null,
];

const PLACES = [
  ['situational-analysis', 'literature'],
  ['project-based-learning', 'finance', 'stocks'],
  ['multi-step-reasoning', 'physics'],
] as const;

export interface Imported {
  /** Global ids. */
  evaluations: string[];
  questions: string[];
}

/** MMIE answers by two models, judged elsewhere, with every kind of reply. */
export async function importMmie(client: Client, count = 21): Promise<Imported> {
  const questions = Array.from({ length: count }, (_, index) => `q${index}`);
  await addQuestions(
    client,
    'mmie',
    questions.map((externalId, index) => ({ externalId, slices: PLACES[index % 3] ?? [] })),
  );
  const evaluations: string[] = [];
  for (const [shift, model] of ['first, "the" one', 'zweites Modell ✓'].entries()) {
    const run = await aTextRun(client, { benchmark: 'mmie', model, questions });
    const replies = questions.map((question, index) => ({
      question,
      criterion: 'overall',
      text: REPLIES[(index + shift) % REPLIES.length] ?? null,
    }));
    evaluations.push(
      await importEvaluation(client, run, { name: 'mmie-score', criteria: ['overall'] }, { replies }),
    );
  }
  return { evaluations, questions };
}

/** Rows of a SQL query by DuckDB, whose numbers are numbers and whose times are microseconds. */
export async function duck(sql: string): Promise<Row[]> {
  const connection = await (await DuckDBInstance.create()).connect();
  try {
    const reader = await connection.runAndReadAll(sql);
    return reader.getRowObjectsJS() as Row[];
  } finally {
    connection.closeSync();
  }
}

export const readCsv = (text: string): Record<string, string>[] => parse(text, { columns: true });

export const readJsonl = (text: string): Row[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));

export const readParquetBytes = (bytes: ArrayBuffer): Promise<Row[]> =>
  parquetReadObjects({ file: { byteLength: bytes.byteLength, slice: (from, to) => bytes.slice(from, to) } });
