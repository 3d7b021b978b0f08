import type { Benchmark } from '../choosing/slices.ts';
import { decimal, NONE } from '../format.ts';
import { placeOn } from '../scale.ts';
import type { HeatQuery, MatrixColumns } from './board.generated.ts';
import { settingsText } from './rows.ts';

type Matrix = HeatQuery['matrix'];
type Aggregate = Matrix['rows'][number]['cells'][number]['aggregate'];

export interface HeatCell {
  aggregate: Aggregate;
  /** Between the worst and the best cell shown, from 0 to 1; null without a number. */
  warmth: number | null;
}

export interface HeatRow {
  id: string;
  /** With its settings, where the model has several rows. */
  model: string;
  name: string;
  /** Empty where there is nothing to tell apart. */
  settings: string;
  cells: HeatCell[];
}

export interface HeatMap {
  columns: Matrix['columns'];
  rows: HeatRow[];
  /** Columns left out because no model has a number there. */
  empty: number;
}

const NAMES: readonly { value: MatrixColumns; label: string }[] = [
  { value: 'DOMAIN', label: 'Domains' },
  { value: 'CATEGORY', label: 'Categories' },
  { value: 'SUBDOMAIN', label: 'Subdomains' },
  { value: 'CRITERION', label: 'Criteria' },
];

/** What the columns can be; domains first where there are any. */
export function columnOptions({ slices, criteria }: Benchmark) {
  const levels = new Set(slices.map(({ level }) => level as MatrixColumns));
  return NAMES.filter(({ value }) => (value === 'CRITERION' ? criteria.length > 0 : levels.has(value)));
}

const isNumber = ({ aggregate }: { aggregate: Aggregate }): boolean => typeof aggregate?.percent === 'number';

/** Whether there is anything to see. */
export const hasNumbers = ({ rows }: Matrix): boolean => rows.some(({ cells }) => cells.some(isNumber));

/** Above so many numbers a few at the ends no longer decide the colours of all the others. */
const FEW = 20;

/** Between which percentages the colours lie: the ends, or those of the middle nine tenths of many. */
function endsOf(percents: readonly number[]): [least: number, most: number] {
  const sorted = percents.toSorted((a, b) => a - b);
  const cut = sorted.length > FEW ? Math.floor(sorted.length / 20) : 0;
  return [sorted[cut] ?? 0, sorted.at(-1 - cut) ?? 0];
}

/** The rows of the evaluations that are shown, in their order, and the columns in which any evaluation has a number. */
export function heatOf(matrix: Matrix, shown: readonly string[]): HeatMap {
  const kept = matrix.columns.flatMap((_, at) =>
    matrix.rows.some(({ cells }) => cells[at] && isNumber(cells[at])) ? [at] : [],
  );
  const rows = matrix.rows.map((row) => ({ ...row, cells: kept.flatMap((at) => row.cells[at] ?? []) }));
  const columns = kept.flatMap((at) => matrix.columns[at] ?? []);
  const byId = new Map(rows.map((row) => [row.evaluation.id, row]));
  const found = shown.flatMap((id) => byId.get(id) ?? []);
  const named = Map.groupBy(found, (row) => row.model.name);
  const percents = found.flatMap(({ cells }) => cells.flatMap(({ aggregate }) => aggregate?.percent ?? []));
  const [least, most] = endsOf(percents);
  const warmth = (percent: number | null | undefined) => {
    if (percent === null || percent === undefined) return null;
    return most > least ? placeOn({ min: least, max: most }, percent) : 0.5;
  };
  return {
    columns,
    empty: matrix.columns.length - columns.length,
    rows: found.map(({ model: { name }, evaluation, cells }) => {
      const settings = (named.get(name)?.length ?? 0) > 1 ? settingsText(evaluation.run.settings) : '';
      return {
        ...{ id: evaluation.id, name, settings },
        model: settings ? `${name} (${settings})` : name,
        cells: cells.map(({ aggregate }) => ({ aggregate, warmth: warmth(aggregate?.percent) })),
      };
    }),
  };
}

/** Percent, in parentheses where it rests on part of a full run. */
export function cellText({ aggregate }: HeatCell): string {
  if (aggregate?.percent === null || aggregate?.percent === undefined) return NONE;
  const text = decimal(aggregate.percent, 1);
  return aggregate.n < aggregate.expected ? `(${text})` : text;
}

/** What a column is of, as the list of answers is asked for it. */
export function partOf(column: HeatMap['columns'][number], kind: MatrixColumns) {
  const { slug, category, domain } = column;
  switch (kind) {
    case 'CATEGORY':
      return { category };
    case 'DOMAIN':
      return { category, domain: slug };
    case 'SUBDOMAIN':
      return { category, domain: domain ?? undefined, subdomain: slug };
    default:
      return { category, domain: domain ?? undefined, criterion: slug };
  }
}

/** Columns that follow each other in one category, where there are several. */
export function categorySpans(
  columns: HeatMap['columns'],
): { category: string; from: number; width: number }[] {
  const spans: { category: string; from: number; width: number }[] = [];
  for (const [from, { category }] of columns.entries()) {
    const last = spans.at(-1);
    if (last?.category === category) last.width += 1;
    else spans.push({ category, from, width: 1 });
  }
  return spans;
}
