import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { table } from '../src/cli/terminal/table.ts';
import type { Machine } from './machine.ts';
import type { Result, Row } from './row.ts';

export interface Report extends Result {
  bench: string;
  date: string;
  machine: Machine;
}

const COLUMNS = [
  'what',
  'per second',
  'ms median',
  'ms p99',
  'bare loop',
  'ratio (least to most)',
  'goal',
  'CPU ms',
  'bare CPU ms',
  'database CPU ms',
  'in runtime',
];

/** For the terminal. */
export function textOf({ rows, notes, ...about }: Report): string {
  return [aboutLine(about), '', table(COLUMNS, rows.map(cells), 200), '', ...notes].join('\n');
}

/** Leaves the JSON in `folder` and, when asked for, the table in RESULTS.md, newest first. */
export async function writeReport(report: Report, folder: string, results: string | null): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, `${report.bench}.json`), `${JSON.stringify(report, null, 2)}\n`);
  if (results === null) return;
  const earlier = await readFile(results, 'utf8');
  const start = earlier.indexOf('\n## ');
  const [head, rest] =
    start < 0 ? [earlier.trimEnd(), ''] : [earlier.slice(0, start).trimEnd(), earlier.slice(start)];
  await writeFile(results, `${head}\n\n${markdown(report)}\n${rest}`);
}

function markdown({ rows, notes, ...about }: Report): string {
  const line = (of: readonly string[]) => `| ${of.join(' | ')} |`;
  const lines = [line(COLUMNS), line(COLUMNS.map(() => '---')), ...rows.map((row) => line(cells(row)))];
  const listed = notes.map((note) => `- ${note}`);
  return [`## ${about.date}: ${about.bench}`, '', aboutLine(about), '', ...lines, '', ...listed].join('\n');
}

function aboutLine({ machine }: Omit<Report, keyof Result>): string {
  const { cores, processor, node, onnxruntime, postgres, loadBefore } = machine;
  return `${cores} cores (${processor}), Node ${node}, ONNX Runtime ${onnxruntime}, PostgreSQL ${postgres}; load before ${loadBefore.toFixed(2)}`;
}

function cells({
  what,
  unit,
  perSecond,
  ms,
  cpuMs,
  databaseCpuMs,
  busy,
  reference,
  ratio,
  goal,
}: Row): string[] {
  return [
    what,
    `${perSecond.toFixed(1)} ${unit}s`,
    ms.median.toFixed(2),
    ms.p99.toFixed(2),
    reference ? reference.perSecond.toFixed(1) : '',
    ratio ? `${ratio.median.toFixed(3)} (${ratio.least.toFixed(2)} to ${ratio.most.toFixed(2)})` : '',
    goal === null ? '' : `${goal}`,
    cpuMs.toFixed(2),
    reference ? reference.cpuMs.toFixed(2) : '',
    databaseCpuMs.toFixed(2),
    `${(busy * 100).toFixed(0)} %`,
  ];
}
