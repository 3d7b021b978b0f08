import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';

export const GUIDES = resolve(import.meta.dirname, '../../docs/bi');

export interface Guide {
  name: string;
  text: string;
  /** Blocks of SQL. */
  statements: string[];
}

export async function readGuides(): Promise<Guide[]> {
  const names = (await readdir(GUIDES)).filter((name) => name.endsWith('.md'));
  return Promise.all(
    names.map(async (name) => {
      const text = await readFile(join(GUIDES, name), 'utf8');
      const statements = [...text.matchAll(/^```sql\n([\s\S]*?)^```$/gm)].map((match) => match[1] as string);
      return { name, text, statements };
    }),
  );
}

export interface Panel {
  id: number;
  title: string;
  description: string;
  type: string;
  datasource: { uid: string };
  gridPos: { x: number; y: number; w: number; h: number };
  targets: { refId: string; format: string; rawSql: string; datasource: { uid: string } }[];
}

export interface Dashboard {
  uid: string;
  schemaVersion: number;
  panels: Panel[];
  templating: { list: { name: string; type: string; query: string }[] };
}

export async function readDashboard(): Promise<Dashboard> {
  return JSON.parse(await readFile(join(GUIDES, 'grafana/assay.json'), 'utf8'));
}

/** A statement as Grafana sends it, with its macros and variables filled in for the last month. */
export function asGrafanaSends(statement: string, variables: Readonly<Record<string, string>> = {}): string {
  return statement
    .replaceAll(
      /\$__timeFilter\(([\w.]+)\)/g,
      `$1 between now() - interval '30 days' and now() + interval '1 minute'`,
    )
    .replaceAll(/\$__timeGroup\(([\w.]+),\s*'1h'\)/g, `date_trunc('hour', $1)`)
    .replaceAll(/\$\{(\w+)(?::raw)?\}/g, (whole, name) => variables[name] ?? whole);
}
