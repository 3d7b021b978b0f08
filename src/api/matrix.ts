import type { BenchmarkDefinition, Level } from '../benchmarks/benchmark.ts';
import { type Column, cellOf, criteriaOf, criterionColumns, placeOf } from '../benchmarks/matrix.ts';
import { benchmarkDefinition } from '../benchmarks/registry.ts';
import { type View, viewedCriterion } from '../benchmarks/standing.ts';
import { findBenchmarkBySlug } from '../store/benchmarks.ts';
import type { SliceRow } from '../store/tables/index.ts';
import { boardFields, findBoard, partsOn, reading, shownBy } from './board.ts';
import type { Context } from './context.ts';
import type { BoardQuery, MatrixEntryRow, MatrixRow } from './rows.ts';
import type { MatrixColumns, Resolvers } from './schema.generated.ts';

const LEVELS = {
  CATEGORY: 'category',
  DOMAIN: 'domain',
  SUBDOMAIN: 'subdomain',
  CRITERION: 'category',
  DOMAIN_CRITERION: 'domain',
} as const satisfies Record<MatrixColumns, string>;

async function findMatrix(query: BoardQuery, kind: MatrixColumns, context: Context): Promise<MatrixRow> {
  const { benchmark, mode, missing, category } = query;
  const definition = benchmarkDefinition(benchmark);
  const asked = viewedCriterion(definition, query.criterion ?? null);
  const isOfCriteria = kind === 'CRITERION' || kind === 'DOMAIN_CRITERION';
  const criterion = isOfCriteria ? 'each' : asked === null ? null : { slug: asked };
  const board = await findBoard({ benchmark, judge: query.judge, category }, context);
  const shown = partsOn(board, { path: { category }, criterion, level: LEVELS[kind] });
  const all = await columnsOf(definition, kind, context);
  const own = all.filter(
    (column) =>
      (!category || column.category === category) &&
      (!isOfCriteria || !query.criterion || column.slug === query.criterion),
  );
  const sums = shown.flatMap(({ parts }) => parts);
  const places = new Set(sums.map(placeOf));
  const columns = isOfCriteria ? own.filter((column) => places.has(placeOf(column))) : own;
  const view: View = { criterion: asked, isSlice: true, missing };
  const placed = columns.map((column) => ({ column, place: placeOf(column) }));
  const rows = shown.map(({ evaluation, model, parts: own }): MatrixEntryRow => {
    const parts = reading(own, placeOf, mode);
    const cells = placed.map(({ column, place }) => ({
      aggregate: cellOf(definition, view, column, parts.get(place), mode),
    }));
    return { model, evaluation, cells };
  });
  return { benchmark, ...shownBy(board), mode, missing, columns, rows: rows.toSorted(byModel) };
}

async function columnsOf(
  definition: BenchmarkDefinition,
  kind: MatrixColumns,
  { reads, load }: Context,
): Promise<Column[]> {
  if (kind === 'CRITERION') return criterionColumns(definition);
  const { id } = await findBenchmarkBySlug(reads, definition.slug);
  const slices = await load.slicesOfBenchmark.load(id);
  if (kind !== 'DOMAIN_CRITERION') return sliceColumns(slices, kind);
  return sliceColumns(slices, 'DOMAIN').flatMap((column) => criteriaOf(definition, column));
}

function byModel(a: MatrixEntryRow, b: MatrixEntryRow): number {
  return a.model.name.localeCompare(b.model.name, 'en') || (a.evaluation.id < b.evaluation.id ? -1 : 1);
}

function sliceColumns(slices: readonly SliceRow[], level: Level): Column[] {
  const byId = new Map(slices.map((slice) => [slice.id, slice]));
  const lineage = (slice: SliceRow): SliceRow[] => {
    const parent = slice.parentId ? byId.get(slice.parentId) : undefined;
    return [...(parent ? lineage(parent) : []), slice];
  };
  const orderOf = (slice: SliceRow) => lineage(slice).map(({ position }) => position);
  return slices
    .filter((slice) => slice.level === level)
    .toSorted((a, b) => compareLists(orderOf(a), orderOf(b)))
    .map((slice) => {
      const [category = '', domain = null, subdomain = null] = lineage(slice).map(({ slug }) => slug);
      return { slug: slice.slug, name: slice.name, category, domain, subdomain, criterion: null };
    });
}

function compareLists(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((value, index) => value !== b[index]);
  return at === -1 ? 0 : (a[at] ?? 0) - (b[at] ?? 0);
}

export const resolvers = {
  Query: {
    matrix: (_, { columns, ...args }, context) => {
      const [mode, missing] = [args.mode ?? 'STRICT', args.missing ?? 'DROP'];
      return findMatrix({ ...args, mode, missing }, columns, context);
    },
  },

  Matrix: boardFields<MatrixRow>(),
} satisfies Resolvers;
