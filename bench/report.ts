import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { table } from '../src/cli/terminal/table.ts';
import type { Machine } from './machine.ts';
import { type Goal, isMet, type Result, type Row, reached } from './row.ts';

export interface Report extends Result {
  bench: string;
  date: string;
  machine: Machine;
}

type Cell = (row: Row) => string;

/** A column is shown where any row has something in it. */
const COLUMNS: readonly (readonly [title: string, cell: Cell])[] = [
  ['what', ({ what }) => what],
  ['per second', ({ perSecond, unit }) => `${short(perSecond)} ${unit}s`],
  ['ms median', ({ ms }) => (ms ? short(ms.median) : '')],
  ['ms p99', ({ ms }) => (ms ? short(ms.p99) : '')],
  ['against', ({ reference }) => (reference ? `${reference.what}: ${short(reference.perSecond)}` : '')],
  ['ratio (least to most)', ({ ratio }) => (ratio ? ratioText(ratio) : '')],
  ['goal', ({ goal }) => (goal ? goalText(goal) : '')],
  ['CPU ms', ({ cpuMs }) => (cpuMs === null ? '' : short(cpuMs))],
  ['its CPU ms', ({ reference }) => (reference?.cpuMs == null ? '' : short(reference.cpuMs))],
  ['database CPU ms', ({ databaseCpuMs }) => (databaseCpuMs === undefined ? '' : short(databaseCpuMs))],
  ['in runtime', ({ busy }) => (busy === undefined ? '' : `${(busy * 100).toFixed(0)} %`)],
  [
    'besides',
    ({ figures = {} }) =>
      Object.entries(figures)
        .map((pair) => pair.join(' '))
        .join(', '),
  ],
];

/** Four digits that matter, or all that stand before the point. */
const short = (value: number): string =>
  value === 0 || Math.abs(value) >= 1000 ? value.toFixed(0) : String(Number(value.toPrecision(3)));

const ratioText = ({ median, least, most }: NonNullable<Row['ratio']>): string =>
  `${median.toFixed(3)} (${least.toFixed(2)} to ${most.toFixed(2)})`;

const goalText = (goal: Goal): string =>
  `${goal.of === 'p99 ms' ? 'p99 ' : ''}${'least' in goal ? `≥ ${goal.least}` : `≤ ${goal.most}`}${goal.of === 'p99 ms' ? ' ms' : ''}`;

function shown(rows: readonly Row[]): { titles: string[]; cells: string[][] } {
  const columns = COLUMNS.filter(([, cell]) => rows.some((row) => cell(row) !== ''));
  return {
    titles: columns.map(([title]) => title),
    cells: rows.map((row) => columns.map(([, cell]) => cell(row))),
  };
}

/** For the terminal. */
export function textOf({ rows, notes, ...about }: Report): string {
  const { titles, cells } = shown(rows);
  return [aboutLine(about), '', table(titles, cells, 240), '', ...notes].join('\n');
}

/** Leaves the JSON of a benchmark in `folder`. */
export async function writeReport(report: Report, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, `${report.bench}.json`), `${JSON.stringify(report, null, 2)}\n`);
}

/** The report of a benchmark in a folder, or null. */
export async function readReport(folder: string, bench: string): Promise<Report | null> {
  const text = await readFile(join(folder, `${bench}.json`), 'utf8').catch(() => null);
  return text === null ? null : JSON.parse(text);
}

/** Every report in a folder, by name. */
export async function readReports(folder: string): Promise<Report[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json')).toSorted();
  const reports = await Promise.all(names.map((name) => readReport(folder, name.replace('.json', ''))));
  return reports.filter((report) => report !== null);
}

/** RESULTS.md: what was to be reached and whether it is, then every benchmark. */
export function resultsOf(reports: readonly Report[]): string {
  const goals = reports.flatMap(({ bench, date, rows }) =>
    rows.filter(({ goal }) => goal).map((row) => goalCells(bench, date, row)),
  );
  return [
    '# Results',
    '',
    '`npm run bench -- --record` writes this file. What the columns mean is in [README.md](README.md), why a goal is missed',
    'in [PROFILES.md](PROFILES.md).',
    '',
    ...markdown(['benchmark', 'what', 'against', 'goal', 'measured', 'met', 'date'], goals),
    '',
    ...reports.map(sectionOf),
  ].join('\n');
}

function goalCells(bench: string, date: string, row: Row): string[] {
  const value = reached(row);
  const measured = value === null ? '' : short(value);
  const goal = row.goal ? goalText(row.goal) : '';
  return [
    `[${bench}](#${bench})`,
    row.what,
    row.reference?.what ?? '',
    goal,
    measured,
    isMet(row) ? 'yes' : 'no',
    date,
  ];
}

function sectionOf({ rows, notes, ...about }: Report): string {
  const { titles, cells } = shown(rows);
  const listed = notes.map((note) => `- ${note}`);
  const head = `${about.date}; ${aboutLine(about)}`;
  return [
    `## ${about.bench}`,
    '',
    head,
    '',
    ...markdown(titles, cells),
    '',
    ...listed,
    ...(listed.length ? [''] : []),
  ].join('\n');
}

function markdown(titles: readonly string[], cells: readonly (readonly string[])[]): string[] {
  const line = (of: readonly string[]) => `| ${of.join(' | ')} |`;
  return [line(titles), line(titles.map(() => '---')), ...cells.map(line)];
}

function aboutLine({ machine }: Pick<Report, 'machine'>): string {
  const { cores, processor, node, onnxruntime, postgres, loadBefore } = machine;
  return `${cores} cores (${processor}), Node ${node}, ONNX Runtime ${onnxruntime}, PostgreSQL ${postgres}; load before ${loadBefore.toFixed(2)}`;
}
