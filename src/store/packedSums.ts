import { sql } from 'drizzle-orm';
import type { Sums } from '../benchmarks/aggregate.ts';
import type { Outcome } from '../benchmarks/benchmark.ts';
import { OUTCOME_COLUMNS } from './rollupOutcomes.ts';

/** Sums of one part of one evaluation, in both readings. */
export interface PartSums {
  evaluationId: string;
  category: string;
  /** Slugs; null unless told apart, and for what lies above that level. */
  domain: string | null;
  subdomain: string | null;
  criterion: string | null;
  strict: Sums;
  official: Sums;
  outcomes: Partial<Record<Outcome, number>>;
}

/** Columns of `sums`, in the order in which they are packed. */
const COLUMNS = [
  ...[
    'evaluation_id',
    'category',
    'domain',
    'subdomain',
    'criterion',
    'expected',
    'responses',
    'asked',
    'samples',
  ],
  ...OUTCOME_COLUMNS.map(([, column]) => column),
  ...['n', 'sum', 'questions', 'squares', 'cross', 'sizes', 'best'].flatMap((name) => [
    name,
    `official_${name}`,
  ]),
];

/** A row of `sums s` as an array, whose names need not be sent with every row. */
export const packedSums = sql`json_build_array(${sql.join(
  COLUMNS.map((name) => sql`s.${sql.identifier(name)}`),
  sql`, `,
)})`;

const placeOf = (name: string): number => COLUMNS.indexOf(name);

const sumsAt = (prefix: '' | 'official_') => ({
  n: placeOf(`${prefix}n`),
  sum: placeOf(`${prefix}sum`),
  clusters: placeOf(`${prefix}questions`),
  sumS2: placeOf(`${prefix}squares`),
  sumSn: placeOf(`${prefix}cross`),
  sumN2: placeOf(`${prefix}sizes`),
  best: placeOf(`${prefix}best`),
  expected: placeOf('expected'),
  responses: placeOf('responses'),
  asked: placeOf('asked'),
  samples: placeOf('samples'),
});

const [STRICT, OFFICIAL] = [sumsAt(''), sumsAt('official_')];

type Packed = readonly unknown[];

function sumsOf(packed: Packed, at: ReturnType<typeof sumsAt>): Sums {
  const number = (place: number): number => (packed[place] ?? 0) as number;
  return {
    n: number(at.n),
    sum: number(at.sum),
    clusters: number(at.clusters),
    sumS2: number(at.sumS2),
    sumSn: number(at.sumSn),
    sumN2: number(at.sumN2),
    best: number(at.best),
    expected: number(at.expected),
    responses: number(at.responses),
    asked: number(at.asked),
    samples: number(at.samples),
  };
}

const OUTCOMES = OUTCOME_COLUMNS.map(([outcome, column]) => [outcome, placeOf(column)] as const);

/** The sums that `packedSums` packed. */
export function readPacked(packed: Packed): PartSums {
  const [evaluationId, category, domain, subdomain, criterion] = packed as [
    string,
    string,
    string,
    string,
    string,
  ];
  const outcomes: PartSums['outcomes'] = {};
  for (const [outcome, place] of OUTCOMES) outcomes[outcome] = (packed[place] ?? 0) as number;
  return {
    ...{ evaluationId, category, domain, subdomain, criterion },
    strict: sumsOf(packed, STRICT),
    official: sumsOf(packed, OFFICIAL),
    outcomes,
  };
}
