import { type SQL, sql } from 'drizzle-orm';
import type { Tx } from './database.ts';

/** Counts and sums of a rollup row, each from the questions of its slice: what is summed over `per_question`. */
const SUMS = {
  scored: sql`sum(scored)`,
  not_applicable: sql`sum(not_applicable)`,
  unparseable: sql`sum(unparseable)`,
  out_of_range: sql`sum(out_of_range)`,
  judge_error: sql`sum(judge_error)`,
  missing_media: sql`sum(missing_media)`,
  ...sumsOfReading(''),
  ...sumsOfReading('official_'),
} as const;

// One pass with twenty counters: a join with the numbers of the bins is at the mercy of the planner's guesses.
const BINS = sql.raw(
  `array[${Array.from({ length: 20 }, (_, at) => `coalesce(sum(found) filter (where bin = ${at + 1}), 0)::int`).join(', ')}]`,
);

/** The columns that `rows` of `aggregated` has beside the slice and the criterion. */
export const SUM_COLUMNS: readonly string[] = [...Object.keys(SUMS), 'histogram'];

function sumsOfReading(prefix: '' | 'official_'): Record<string, SQL> {
  const [n, s, ss, best] = ['n', 's', 'ss', 'best'].map((name) => sql.raw(prefix + name)) as [
    SQL,
    SQL,
    SQL,
    SQL,
  ];
  const sums = {
    n: sql`sum(${n})`,
    sum: sql`sum(${s})`,
    sum_squares: sql`sum(${ss})`,
    questions: sql`count(*) filter (where ${n} > 0)`,
    squares: sql`sum(${s} * ${s})`,
    cross: sql`sum(${s} * ${n})`,
    sizes: sql`sum(${n}::float8 * ${n})`,
    best: sql`sum(${best})`,
  };
  return Object.fromEntries(Object.entries(sums).map(([name, of]) => [prefix + name, of]));
}

const readingOfQuestion = (column: 'value' | 'official_value', prefix: '' | 'official_'): SQL =>
  sql.raw(`count(${column})::int as ${prefix}n, coalesce(sum(${column}), 0) as ${prefix}s,
    coalesce(sum(${column} * ${column}), 0) as ${prefix}ss, coalesce(max(${column}), 0) as ${prefix}best`);

const outcomesOfQuestion = sql.raw(
  Object.keys(SUMS)
    .slice(0, 6)
    .map((name) => `(count(*) filter (where outcome = '${name.toUpperCase()}'))::int as ${name}`)
    .join(', '),
);

// Put together by a union, and kept from being inlined: the planner does not know how many there are, and would loop.
const sumNames = sql.join(
  Object.keys(SUMS).map((name) => sql.identifier(name)),
  sql`, `,
);
const nulls = sql.join(
  Object.keys(SUMS).map(() => sql`null`),
  sql`, `,
);
const onlyOnes = sql`${sql.join(
  Object.keys(SUMS).map((name) => sql`max(${sql.identifier(name)}) as ${sql.identifier(name)}`),
  sql`, `,
)}, coalesce(max(histogram), array_fill(0, array[20])) as histogram`;

/**
 * The rollup rows of scores that nothing came before, as `rows` in a `with`; `source` is one
 * evaluation's scores. Where all criteria are pooled as well there is one more row per slice, without a criterion.
 */
export function aggregated(source: SQL, poolsCriteria: boolean): SQL {
  const pooled = sql`
    union all select slice_id, null, question_id, outcome, value, official_value from source`;
  return sql`
    source as (select slice_id, criterion_id, question_id, outcome, value, official_value from ${source}),
    keyed as (select * from source ${poolsCriteria ? pooled : sql``}),
    per_question as (
      select slice_id, criterion_id, question_id, ${outcomesOfQuestion},
        ${readingOfQuestion('value', '')}, ${readingOfQuestion('official_value', 'official_')}
      from keyed group by slice_id, criterion_id, question_id
    ),
    sums as (
      select slice_id, criterion_id, ${sql.join(
        Object.entries(SUMS).map(([name, of]) => sql`${of} as ${sql.identifier(name)}`),
        sql`, `,
      )}
      from per_question group by slice_id, criterion_id
    ),
    bins as (
      select s.slice_id, s.criterion_id, count(*)::int as found,
        least(20, 1 + floor(20 * (s.value - c.scale_min) / (c.scale_max - c.scale_min)))::int as bin
      from source s join criteria c on c.id = s.criterion_id
      where s.value is not null group by s.slice_id, s.criterion_id, bin
    ),
    histograms as (
      select slice_id, criterion_id, ${BINS} as histogram from bins group by slice_id, criterion_id
    ),
    rows as materialized (
      select slice_id, criterion_id, ${onlyOnes}
      from (
        select slice_id, criterion_id, ${sumNames}, null::int[] as histogram from sums
        union all select slice_id, criterion_id, ${nulls}, histogram from histograms
      ) u group by slice_id, criterion_id
    )`;
}

/** Sets every rollup of an evaluation to what its scores give, read once. */
export async function updateRollups(tx: Tx, evaluationId: string, poolsCriteria: boolean): Promise<void> {
  const changes = SUM_COLUMNS.map((name) => {
    const column = sql.identifier(name);
    return sql`${column} = k.${column}`;
  });
  await tx.execute(sql`
    with ${aggregated(sql`scores where evaluation_id = ${evaluationId}`, poolsCriteria)}
    update rollups r set ${sql.join(changes, sql`, `)}
    from rows k where r.evaluation_id = ${evaluationId} and r.slice_id = k.slice_id
      and r.criterion_id is not distinct from k.criterion_id`);
}
