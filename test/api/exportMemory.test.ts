import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'vitest';
import { seedScores } from '../../bench/seed.ts';
import { test } from '../support/fixtures.ts';

const CHILD = resolve(import.meta.dirname, '../support/exportChild.ts');
const HEAP_MB = 64;

interface Exported {
  rows: number;
  bytes: number;
  /** By how much the process grew meanwhile, everything counted. */
  grownBytes: number;
}

/** What an export in a process of so small a heap comes to. */
async function exported(url: string, format: string): Promise<Exported> {
  const words = [`--max-old-space-size=${HEAP_MB}`, CHILD, url, format];
  const { stdout } = await promisify(execFile)(process.execPath, words);
  return JSON.parse(stdout);
}

test('an export larger than the heap needs no larger one, in any format', { timeout: 300_000 }, async ({
  database,
  databaseUrl,
}) => {
  const { scores } = await seedScores(database, { scores: 200_000, models: 2 });

  const csv = await exported(databaseUrl, 'csv');
  const jsonl = await exported(databaseUrl, 'jsonl');
  const parquet = await exported(databaseUrl, 'parquet');

  expect([csv.rows, jsonl.rows, parquet.rows]).toEqual([scores, scores, scores]);
  for (const { bytes, grownBytes } of [csv, jsonl]) {
    expect(bytes).toBeGreaterThan(HEAP_MB * 2 ** 20);
    expect(grownBytes).toBeLessThan(bytes / 2);
  }
  // A row group at a time: values, their encoded bytes, and what the collector has not fetched yet.
  expect(parquet.grownBytes).toBeLessThan(300 * 2 ** 20);
});
