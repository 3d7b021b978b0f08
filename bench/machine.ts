import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { cpus, loadavg } from 'node:os';
import type { Database } from '../src/store/database.ts';

export interface Machine {
  cores: number;
  processor: string;
  node: string;
  onnxruntime: string;
  postgres: string;
  /** Of the last minute, before the benchmark began; more than 0.3 means that somebody else is at work. */
  loadBefore: number;
}

export async function describeMachine(database: Database, loadBefore: number): Promise<Machine> {
  const { rows } = await database.pool.query<{ server_version: string }>('show server_version');
  const path = createRequire(import.meta.url).resolve('onnxruntime-node/package.json');
  const all = cpus();
  return {
    cores: all.length,
    processor: all[0]?.model.trim() ?? 'unknown',
    node: process.version.slice(1),
    onnxruntime: JSON.parse(readFileSync(path, 'utf8')).version,
    postgres: rows[0]?.server_version.split(' ')[0] ?? 'unknown',
    loadBefore,
  };
}

export const loadOfLastMinute = (): number => loadavg()[0] ?? 0;
