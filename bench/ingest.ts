import { toGlobalId } from '../src/core/ids.ts';
import type { Load } from './load.ts';
import type { BenchOptions } from './main.ts';
import type { Result, Row } from './row.ts';
import type { RunWatch } from './runs.ts';
import { seedScores } from './seed.ts';
import { type Server, startApi } from './servers.ts';
import { rowOf, turns } from './turns.ts';
import type { Warehouse } from './warehouse.ts';
import { copyInto, makeEqual } from './writing/equal.ts';
import { type GivenScore, givenScores, nextImport } from './writing/given.ts';
import { measured, timed } from './writing/measured.ts';

/** How often the same scores stand in one file, for the API's memory. */
const TIMES = [1, 4, 8];
const REFERENCE = 'COPY, equal table';

/** A file of scores through `POST /import/scores`, with its rollups, against COPY of the same rows into an equal table. */
export async function benchIngest(
  warehouse: Warehouse,
  _: RunWatch,
  { rounds, isShort }: BenchOptions,
): Promise<Result> {
  const { database, home } = warehouse;
  // One evaluation of MMIE's size, whose scores are the file.
  await seedScores(database, { scores: isShort ? 2e4 : 157_000, models: 1 });
  const scores = await givenScores(warehouse);
  const shuffled = scores.toSorted((a, b) =>
    a.row.response_id.slice(-8) < b.row.response_id.slice(-8) ? -1 : 1,
  );
  const table = await makeEqual(warehouse, 'scores');
  const { id } = await nextImport(warehouse);
  await using api = await startApi(database.url, home);

  const compared = async (what: string, given: readonly GivenScore[], goal?: number): Promise<Row> => {
    const [body, text] = [jsonLines(given), copyText(given, id)];
    const label = `a file of ${given.length} scores, ${what}`;
    const pairs = await turns({
      what: label,
      subject: () => send(warehouse, api, body, given.length),
      reference: () => copy(warehouse, table, text, given.length),
      rounds,
    });
    return { ...rowOf(label, pairs, REFERENCE, goal), unit: 'score' };
  };
  const rows = [await compared('question by question', scores, 0.5), await compared('in no order', shuffled)];
  return { rows, notes: [await memoryOf(warehouse, api, jsonLines(scores)), EQUAL] };
}

const EQUAL =
  'The equal table has the same columns, key, partitions and foreign key, and is emptied before each COPY.';

async function send(
  warehouse: Warehouse,
  api: Server,
  body: Buffer<ArrayBuffer>,
  rows: number,
): Promise<Load> {
  const evaluation = toGlobalId('Evaluation', (await nextImport(warehouse)).id);
  const call = async () => {
    const response = await fetch(`${api.url}/import/scores?evaluation=${evaluation}`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-ndjson' },
      body,
    });
    if (!response.ok) throw new Error(await response.text());
  };
  return measured(rows, api, warehouse.databaseCpuMs, async () => [await timed(call)]);
}

async function copy(warehouse: Warehouse, table: string, text: Buffer, rows: number): Promise<Load> {
  await warehouse.database.pool.query(`truncate ${table}`);
  return measured(rows, null, warehouse.databaseCpuMs, async () => [
    await timed(() => copyInto(warehouse, table, text)),
  ]);
}

/** What the API's process takes at most while files of growing length go through it. */
async function memoryOf(warehouse: Warehouse, api: Server, body: Buffer<ArrayBuffer>): Promise<string> {
  const peaks: string[] = [];
  for (const times of TIMES) {
    let peak = api.rss();
    const watching = setInterval(() => {
      peak = Math.max(peak, api.rss());
    }, 20);
    const file = Buffer.concat(Array.from({ length: times }, () => body));
    await send(warehouse, api, file, 1).finally(() => clearInterval(watching));
    peaks.push(`${megabytes(peak)} with ${megabytes(file.length)}`);
  }
  return `The API's process took at most ${peaks.join(', ')} of file, the same scores once and several times over.`;
}

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(0)} MB`;

const jsonLines = (scores: readonly GivenScore[]): Buffer<ArrayBuffer> =>
  Buffer.from(
    scores
      .map(({ question, sampleIndex, criterion, outcome, value }) =>
        JSON.stringify({ question, sampleIndex, criterion, ...(value === null ? { outcome } : { value }) }),
      )
      .map((line) => `${line}\n`)
      .join(''),
  );

function copyText(scores: readonly GivenScore[], evaluationId: string): Buffer {
  const now = new Date().toISOString();
  return Buffer.from(
    scores
      .map(({ row, outcome, value }) =>
        [
          evaluationId,
          row.question_id,
          row.response_id,
          row.criterion_id,
          row.slice_id,
          outcome,
          value,
          value,
          null,
          now,
        ]
          .map((cell) => cell ?? '\\N')
          .join('\t'),
      )
      .join('\n'),
  );
}
