import type { Client } from '../../src/cli/client/client.ts';

const AGGREGATE = 'mean percent low high percentLow percentHigh n expected';

const BOARD = `query ($benchmark: String!, $category: String) {
  leaderboard(benchmark: $benchmark, category: $category) { nodes { rank evaluation { id } } } }`;

const DOMAINS = `query ($benchmark: String!, $mode: Mode!) {
  matrix(benchmark: $benchmark, columns: DOMAIN, mode: $mode) {
    columns { slug name } rows { evaluation { id } cells { aggregate { ${AGGREGATE} } } } } }`;

const EVALUATIONS = `query ($after: String) { evaluations(first: 100, after: $after) {
  pageInfo { hasNextPage endCursor }
  nodes { id run { settings model { name } benchmark { slug name } }
    modes { mode score { ${AGGREGATE} } categories { slug name score { ${AGGREGATE} } } } } } }`;

export interface Aggregate {
  mean: number | null;
  percent: number | null;
  low: number | null;
  high: number | null;
  percentLow: number | null;
  percentHigh: number | null;
  n: number;
  expected: number;
}

/** What the API says of one evaluation and one part of its benchmark. */
export interface ApiNumber {
  benchmark: string;
  benchmarkName: string;
  model: string;
  entry: string;
  evaluation: string;
  /** Slug and name; null for the whole. */
  part: { slug: string; name: string } | null;
  isDomain: boolean;
  strict: Aggregate;
  official: Aggregate;
  /** On the board that the API shows unasked, under what the benchmark's own number is; undefined beside it. */
  rank: number | null | undefined;
}

type Modes = {
  mode: 'STRICT' | 'OFFICIAL';
  score: Aggregate | null;
  categories: { slug: string; name: string; score: Aggregate }[];
}[];

interface ApiEvaluation {
  id: string;
  run: {
    settings: Record<string, unknown>;
    model: { name: string };
    benchmark: { slug: string; name: string };
  };
  modes: Modes;
}

interface Ranked {
  nodes: { rank: number | null; evaluation: { id: string } }[];
}

/** Every number that the API has: of all evaluations, as a whole and by category, and by domain what its boards show. */
export async function apiNumbers(client: Client, benchmarks: readonly string[]): Promise<ApiNumber[]> {
  const evaluations = await allEvaluations(client);
  const ranks = new Map<string, number | null>();
  const domains: ApiNumber[] = [];
  for (const benchmark of benchmarks) {
    const ofBenchmark = evaluations.filter(({ run }) => run.benchmark.slug === benchmark);
    const categories = ofBenchmark.flatMap(({ modes }) =>
      modes.flatMap((mode) => mode.categories.map(({ slug }) => slug)),
    );
    for (const category of [null, ...new Set(categories)]) {
      const { leaderboard } = await client.query<{ leaderboard: Ranked }>(BOARD, { benchmark, category });
      for (const { rank, evaluation } of leaderboard.nodes)
        ranks.set(`${evaluation.id}/${category ?? ''}`, rank);
    }
    domains.push(...(await domainNumbers(client, benchmark, ofBenchmark)));
  }
  return [...evaluations.flatMap((evaluation) => numbersOf(evaluation, ranks)), ...domains];
}

interface Page {
  evaluations: { nodes: ApiEvaluation[]; pageInfo: { hasNextPage: boolean; endCursor: string } };
}

async function allEvaluations(client: Client, after: string | null = null): Promise<ApiEvaluation[]> {
  const { evaluations } = await client.query<Page>(EVALUATIONS, { after });
  const { nodes, pageInfo } = evaluations;
  return pageInfo.hasNextPage ? [...nodes, ...(await allEvaluations(client, pageInfo.endCursor))] : nodes;
}

function numbersOf(evaluation: ApiEvaluation, ranks: ReadonlyMap<string, number | null>): ApiNumber[] {
  const [strict, official] = ['STRICT', 'OFFICIAL'].map((mode) =>
    evaluation.modes.find((each) => each.mode === mode),
  );
  if (!strict || !official) throw new Error(`${evaluation.id} has one reading only`);
  const whole = strict.score && official.score && { strict: strict.score, official: official.score };
  const who = whoseOf(evaluation);
  return [
    ...(whole
      ? [{ ...who, ...whole, part: null, isDomain: false, rank: ranks.get(`${evaluation.id}/`) }]
      : []),
    ...strict.categories.flatMap(({ slug, name, score }) => {
      const other = official.categories.find((category) => category.slug === slug);
      const rank = ranks.get(`${evaluation.id}/${slug}`);
      return other
        ? [{ ...who, part: { slug, name }, isDomain: false, strict: score, official: other.score, rank }]
        : [];
    }),
  ];
}

function whoseOf({ id, run }: ApiEvaluation) {
  const settings = Object.entries(run.settings)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`);
  return {
    ...{ benchmark: run.benchmark.slug, benchmarkName: run.benchmark.name, evaluation: id },
    ...{ model: run.model.name, entry: [run.model.name, ...settings].join(', ') },
  };
}

interface Matrix {
  columns: { slug: string; name: string }[];
  rows: { evaluation: { id: string }; cells: { aggregate: Aggregate | null }[] }[];
}

async function domainNumbers(
  client: Client,
  benchmark: string,
  evaluations: readonly ApiEvaluation[],
): Promise<ApiNumber[]> {
  const [strict, official] = await Promise.all(
    ['STRICT', 'OFFICIAL'].map((mode) => client.query<{ matrix: Matrix }>(DOMAINS, { benchmark, mode })),
  );
  const of = new Map(evaluations.map((evaluation) => [evaluation.id, evaluation]));
  return (strict?.matrix.rows ?? []).flatMap(({ evaluation: { id }, cells }, row) => {
    const evaluation = of.get(id);
    return cells.flatMap(({ aggregate }, column) => {
      const other = official?.matrix.rows[row]?.cells[column]?.aggregate;
      const part = strict?.matrix.columns[column];
      return evaluation && aggregate && other && part
        ? [
            {
              ...whoseOf(evaluation),
              part,
              isDomain: true,
              strict: aggregate,
              official: other,
              rank: undefined,
            },
          ]
        : [];
    });
  });
}
