import type { Benchmark } from '../choosing/slices.ts';
import { decimal, NONE } from '../format.ts';
import type { HeatQuery, MatrixColumns } from './board.generated.ts';
import { settingsText } from './rows.ts';

type Matrix = HeatQuery['matrix'];
type Aggregate = Matrix['rows'][number]['cells'][number]['aggregate'];

export interface HeatCell {
  aggregate: Aggregate;
  /** Between the worst and the best cell shown, from 0 to 1; null without a number. */
  warmth: number | null;
}

export interface HeatMap {
  columns: Matrix['columns'];
  rows: { id: string; model: string; cells: HeatCell[] }[];
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

/** The rows of the evaluations that are shown, in their order. */
export function heatOf({ columns, rows }: Matrix, shown: readonly string[]): HeatMap {
  const byId = new Map(rows.map((row) => [row.evaluation.id, row]));
  const found = shown.flatMap((id) => byId.get(id) ?? []);
  const named = Map.groupBy(found, (row) => row.model.name);
  const percents = found.flatMap(({ cells }) => cells.flatMap(({ aggregate }) => aggregate?.percent ?? []));
  const [least, most] = [Math.min(...percents), Math.max(...percents)];
  const warmth = (percent: number | null | undefined) => {
    if (percent === null || percent === undefined) return null;
    return most > least ? (percent - least) / (most - least) : 0.5;
  };
  return {
    columns,
    rows: found.map(({ model: { name }, evaluation, cells }) => ({
      id: evaluation.id,
      model: (named.get(name)?.length ?? 0) > 1 ? `${name} (${settingsText(evaluation.run.settings)})` : name,
      cells: cells.map(({ aggregate }) => ({ aggregate, warmth: warmth(aggregate?.percent) })),
    })),
  };
}

/** Percent, in parentheses where it rests on part of a full run. */
export function cellText({ aggregate }: HeatCell): string {
  if (aggregate?.percent === null || aggregate?.percent === undefined) return NONE;
  const text = decimal(aggregate.percent, 1);
  return aggregate.n < aggregate.expected ? `(${text})` : text;
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
