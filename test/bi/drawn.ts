import { toGlobalId } from '../../src/core/ids.ts';
import type { Aggregate, ApiNumber } from './apiNumbers.ts';

export type Drawn = Record<string, unknown>;

/** Columns that hold a number of the board, and which. */
const MEASURES: Readonly<Record<string, (of: ApiNumber) => number | null>> = {
  ...readingOf('', 'strict'),
  ...readingOf('strict_', 'strict'),
  ...readingOf('official_', 'official'),
  strict: ({ strict }) => strict.percent,
  official: ({ official }) => official.percent,
};

function readingOf(prefix: string, reading: 'strict' | 'official') {
  const of = (field: keyof Aggregate) => (number: ApiNumber) => number[reading][field];
  return {
    [`${prefix}mean`]: of('mean'),
    [`${prefix}percent`]: of('percent'),
    [`${prefix}low`]: of('low'),
    [`${prefix}high`]: of('high'),
    [`${prefix}percent_low`]: of('percentLow'),
    [`${prefix}percent_high`]: of('percentHigh'),
    [`${prefix}n`]: of('n'),
  };
}

/** Numbers of other things. One that is in neither list is no chart's until somebody says what it is. */
const OTHER =
  /^(rank|expected|scores|models|open|evaluations|responses|with_value|questions|done|seconds|unread|coverage|failed_percent|value|official_value|standard_error|sample_index|unparseable|out_of_range|judge_error|missing_media|not_scored|missing_response|is_\w+|\w+_key)$/;

const DRAWS = /^(strict_|official_)?(mean|percent|low|high|percent_low|percent_high|strict|official)$/;

/** Names of columns with numbers that nobody has said anything of. A pivot has columns by models. */
export function unknownColumns(rows: readonly Drawn[], known: readonly ApiNumber[]): string[] {
  const models = new Set(known.map(({ model }) => model));
  const names = new Set(
    rows.flatMap((row) => Object.keys(row).filter((name) => numberOf(row[name]) !== null)),
  );
  return [...names].filter((name) => !(name in MEASURES) && !OTHER.test(name) && !models.has(name));
}

/** Rows with a number that the API does not have for what the row says it is of. */
export function strangers(
  rows: readonly Drawn[],
  known: readonly ApiNumber[],
  of: Readonly<Record<string, string>>,
): Drawn[] {
  return rows.filter((row) => {
    const drawn = Object.keys(row).filter((name) => DRAWS.test(name) && row[name] !== null);
    return (
      drawn.length > 0 && !known.some((number) => isOf({ ...of, ...row }, number) && says(row, drawn, number))
    );
  });
}

/** Whether percent stands beside ends of an interval in another unit. */
export const mixesUnits = (row: Drawn): boolean =>
  ('percent' in row && !('mean' in row) && ('low' in row || 'high' in row)) ||
  ('mean' in row && !('percent' in row) && ('percent_low' in row || 'percent_high' in row));

const says = (row: Drawn, drawn: readonly string[], number: ApiNumber): boolean =>
  drawn.every((name) =>
    isNear(row[name], MEASURES[name]?.(number) ?? null, name === 'official_mean' ? 3 : 9),
  ) &&
  (row['rank'] === undefined || number.rank === undefined || row['rank'] === number.rank) &&
  ['n', 'expected'].every((name) => !(name in row) || Number(row[name]) === number.strict[name as 'n']);

function isOf(row: Drawn, number: ApiNumber): boolean {
  const { benchmark, model, entry, metric, headline, evaluation_id: evaluation } = row;
  const name = number.part ? `${number.benchmarkName}: ${number.part.name}` : number.benchmarkName;
  const line = number.part ? `${number.entry}: ${number.part.name}` : number.entry;
  return (
    isAbsentOr(benchmark, number.benchmark) &&
    isAbsentOr(headline, name) &&
    isAbsentOr(entry, number.entry) &&
    isAbsentOr(model, number.model, number.entry) &&
    isAbsentOr(metric, line, number.entry) &&
    (typeof evaluation !== 'string' || toGlobalId('Evaluation', evaluation) === number.evaluation) &&
    isPart(row, number)
  );
}

const isAbsentOr = (said: unknown, ...names: string[]): boolean =>
  typeof said !== 'string' || names.includes(said);

/** A row that says no part is of the whole, or its name says of what it is. */
function isPart(row: Drawn, { part }: ApiNumber): boolean {
  const said = ['part', 'category', 'category_name', 'domain', 'domain_name'].filter((name) => name in row);
  if (said.length === 0) return part === null || 'metric' in row || 'headline' in row;
  const names = said.map((name) => row[name]).filter((name) => name !== null);
  return names.length === 0
    ? part === null
    : names.some((name) => name === part?.slug || name === part?.name);
}

function numberOf(value: unknown): number | null {
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') return Number(value);
  return typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : null;
}

/** Doubles to so many digits, decimals (which arrive as text) to those that they show. */
function isNear(said: unknown, exact: number | null, most: number): boolean {
  if (exact === null) return said === null;
  const value = numberOf(said);
  if (value === null) return false;
  const digits = typeof said === 'string' ? (said.split('.')[1] ?? '').length : most;
  return Math.abs(value - exact) <= 0.500001 * 10 ** -Math.min(most, digits);
}
