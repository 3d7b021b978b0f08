import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Client } from '../../src/cli/client/client.ts';
import type { Terminal } from '../../src/cli/terminal/terminal.ts';

/** A file in the folder, of records as one array or one a line; its path. */
export function writeArray(folder: string, name: string, records: readonly unknown[]): string {
  return writeText(folder, name, JSON.stringify(records, null, 1));
}

export function writeLines(folder: string, name: string, records: readonly unknown[]): string {
  return writeText(folder, name, records.map((record) => `${JSON.stringify(record)}\n`).join(''));
}

export function writeText(folder: string, name: string, text: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

/** A terminal that keeps what a command says. */
export function aTerminal(): Terminal & { said: string[] } {
  const said: string[] = [];
  return {
    said,
    out: async (line) => void said.push(line),
    err: (line) => void said.push(line),
    width: 120,
    live: null,
    streams: process,
  };
}

/** How much of everything there is: what an import must leave alone when it is repeated or refused. */
export async function countEverything(client: Client) {
  const { benchmarks, runs, evaluations } = await client.query<{
    benchmarks: { slug: string; questionCount: number }[];
    runs: { nodes: { responseCount: number }[] };
    evaluations: { nodes: { status: string; done: number }[] };
  }>(`{ benchmarks { slug questionCount } runs { nodes { responseCount } }
    evaluations { nodes { status done } } }`);
  return {
    questions: Object.fromEntries(benchmarks.map(({ slug, questionCount }) => [slug, questionCount])),
    responses: runs.nodes.map(({ responseCount }) => responseCount),
    evaluations: evaluations.nodes,
  };
}
