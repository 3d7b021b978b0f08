import { readdir, readFile } from 'node:fs/promises';
import { extname, join, relative, resolve } from 'node:path';

export const GUIDES = resolve(import.meta.dirname, '../../docs/bi');

export interface Guide {
  name: string;
  text: string;
}

export async function readGuides(): Promise<Guide[]> {
  const names = (await readdir(GUIDES)).filter((name) => name.endsWith('.md'));
  return Promise.all(names.map(async (name) => ({ name, text: await readFile(join(GUIDES, name), 'utf8') })));
}

/** A statement of a file that ships. */
export interface Shipped {
  file: string;
  /** Of the panel; empty elsewhere. */
  title: string;
  sql: string;
}

/** Every statement under `docs/bi`: blocks of SQL and models of dbt in guides, queries of panels and variables, and what data loaders print. */
export async function readShipped(): Promise<Shipped[]> {
  const files = (await readdir(GUIDES, { recursive: true, withFileTypes: true })).filter((entry) =>
    entry.isFile(),
  );
  const read = await Promise.all(
    files.map(async (entry) => {
      const path = join(entry.parentPath, entry.name);
      return statementsOf(extname(path), await readFile(path, 'utf8')).map((found) => ({
        file: relative(GUIDES, path),
        ...found,
      }));
    }),
  );
  return read.flat();
}

function statementsOf(extension: string, text: string): { title: string; sql: string }[] {
  const all = (pattern: RegExp) => [...text.matchAll(pattern)].map(([, sql = '']) => ({ title: '', sql }));
  switch (extension) {
    case '.md':
      return [
        ...all(/^```sql\n([\s\S]*?)^```$/gm),
        ...all(/^```jinja\n([\s\S]*?)^```$/gm).map(asDbtSends),
        ...metricsOf(text),
      ];
    case '.js':
      return all(/print\(`([\s\S]*?)`\)/g);
    case '.json':
      return (JSON.parse(text).panels ?? []).flatMap(({ title, targets = [] }: Partial<Panel>) =>
        targets.map(({ rawSql }) => ({ title, sql: rawSql })),
      );
    default:
      return [];
  }
}

/** The metrics that a table lists, as a tool asks for them: by category of what ranks, and of everything at once. */
function metricsOf(text: string): { title: string; sql: string }[] {
  const metrics = [...text.matchAll(/^\| ([\w ]+) \| `([^`]*)` \|$/gm)].map(
    ([, name = '', sql]) => `${sql} as ${name.replaceAll(' ', '_')}`,
  );
  if (metrics.length === 0) return [];
  const asked = `${metrics.join(', ')} from bi_v1.board_rollup`;
  return [
    `select benchmark, entry, category_name, ${asked} where is_headline group by benchmark, entry, category_name`,
    `select benchmark, entry, ${asked} group by benchmark, entry`,
  ].map((sql) => ({ title: 'metrics', sql }));
}

/** A model with its sources named as dbt names them. */
const asDbtSends = ({ title, sql }: { title: string; sql: string }) => ({
  title,
  sql: sql
    .replaceAll(/\{\{ config\(.*\) \}\}/g, '')
    .replaceAll(/\{\{ source\('assay', '(\w+)'\) \}\}/g, 'bi_v1.$1'),
});

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
