import { type SQL, sql } from 'drizzle-orm';

const OUTCOMES = [
  'scored',
  'not_applicable',
  'unparseable',
  'out_of_range',
  'judge_error',
  'missing_media',
] as const;

/** Counts and sums of a rollup row: each is a sum over the questions of its slice. */
const SUMS: Readonly<Record<string, SQL>> = {
  ...Object.fromEntries(OUTCOMES.map((name) => [name, sql.raw(`sum(weight * ${name})`)])),
  ...sumsOfReading(''),
  ...sumsOfReading('official_'),
};
const NAMES = Object.keys(SUMS);

/** The columns of rollups that `rows` of `aggregated` has beside the slice and the criterion. */
export const SUM_COLUMNS: readonly string[] = [...NAMES, 'histogram'];

function sumsOfReading(prefix: '' | 'official_'): Record<string, SQL> {
  const [n, s] = [`${prefix}n`, `${prefix}s`];
  const sums = {
    n: `sum(weight * ${n})`,
    sum: `sum(weight * ${s})`,
    sum_squares: `sum(weight * ${prefix}ss)`,
    questions: `sum(weight * (${n} > 0)::int)`,
    squares: `sum(weight * ${s} * ${s})`,
    cross: `sum(weight * ${s} * ${n})`,
    sizes: `sum(weight * ${n}::float8 * ${n})`,
    best: `sum(weight * ${prefix}b)`,
    response_cross: `sum(weight * ${s} * d)`,
    won: `sum(weight * ${prefix}w)`,
  };
  return Object.fromEntries(Object.entries(sums).map(([name, of]) => [prefix + name, sql.raw(of)]));
}

const readingOfQuestion = (column: 'value' | 'official_value', prefix: '' | 'official_'): string =>
  `count(${column})::int as ${prefix}n, coalesce(sum(${column}), 0) as ${prefix}s,
    coalesce(sum(${column} * ${column}), 0) as ${prefix}ss, coalesce(max(${column}), 0) as ${prefix}b,
    coalesce(max(${prefix}place), 0) as ${prefix}w`;

/** Where a value lies from the worst, 0, to the best, 1, of its criterion `c`; beyond its scale, at the nearer end. */
const placeOf = (column: 'value' | 'official_value'): string =>
  `least(1, greatest(0, (case when c.higher_is_better then ${column} - c.scale_min else c.scale_max - ${column} end)
    / (c.scale_max - c.scale_min)))`;

const OF_QUESTION = sql.raw(
  [
    ...OUTCOMES.map((name) => `(count(*) filter (where outcome = '${name.toUpperCase()}'))::int as ${name}`),
    readingOfQuestion('value', ''),
    readingOfQuestion('official_value', 'official_'),
  ].join(', '),
);

// One pass with twenty counters: a join with the numbers of the bins is at the mercy of the planner's guesses.
const BINS = sql.raw(
  Array.from({ length: 20 }, (_, at) => `coalesce(sum(found) filter (where bin = ${at + 1}), 0)::int`).join(),
);

const list = (names: readonly string[], each: (name: string) => string): SQL =>
  sql.raw(names.map(each).join(', '));

export interface Shape {
  /** Whether the evaluation keeps sums of all criteria pooled. */
  poolsCriteria: boolean;
  /** Whether no question has two scores of one criterion, so that each score is all that its question has. */
  isSingle: boolean;
}

/**
 * What scores add to rollup rows, as `rows` in a `with`. `added` are scores as (slice_id, criterion_id, question_id,
 * response_id, outcome, value, official_value). `before`, where there is any, names those of the same questions that the rows count
 * already: a question's part is taken out as it was and put in as it is now, since its squares are of its whole sum.
 */
export function aggregated(added: SQL, before: SQL | null, shape: Shape): SQL {
  return sql`${shape.isSingle && !shape.poolsCriteria ? byValue(added) : byQuestion(added, before, shape)},
    sums as (
      select slice_id, criterion_id, ${sql.join(
        NAMES.map((name) => sql`${SUMS[name]} as ${sql.identifier(name)}`),
        sql`, `,
      )}
      from per_question group by slice_id, criterion_id
    ),
    bins as (
      select s.slice_id, s.criterion_id, sum(s.weight)::int as found,
        least(20, 1 + floor(20 * (s.value - c.scale_min) / (c.scale_max - c.scale_min)))::int as bin
      from source s join criteria c on c.id = s.criterion_id
      where s.value is not null group by s.slice_id, s.criterion_id, bin
    ),
    histograms as (
      select slice_id, criterion_id, array[${BINS}] as histogram from bins group by slice_id, criterion_id
    ),
    -- Put together by a union, and not inlined: the planner does not know how many there are, and would loop.
    rows as materialized (
      select slice_id, criterion_id, ${list(NAMES, (name) => `max("${name}") as "${name}"`)},
        coalesce(max(histogram), array_fill(0, array[20])) as histogram
      from (
        select slice_id, criterion_id, ${list(NAMES, (name) => `"${name}"`)}, null::int[] as histogram from sums
        union all select slice_id, criterion_id, ${list(NAMES, () => 'null')}, histogram from histograms
      ) u group by slice_id, criterion_id
    )`;
}

/** Questions of one score each differ only in what it is: as many as there are of it count as one, weighted. */
function byValue(added: SQL): SQL {
  const outcomes = list(OUTCOMES, (name) => `(outcome = '${name.toUpperCase()}')::int as ${name}`);
  const reading = (column: 'value' | 'official_value', prefix: '' | 'official_') =>
    sql.raw(`(${column} is not null)::int as ${prefix}n, coalesce(${column}, 0) as ${prefix}s,
      coalesce(${column} * ${column}, 0) as ${prefix}ss, coalesce(${column}, 0) as ${prefix}b,
      coalesce(${placeOf(column)}, 0) as ${prefix}w`);
  return sql`
    source as (
      select slice_id, criterion_id, outcome, value, official_value, count(*)::int as weight
      from ${added} group by slice_id, criterion_id, outcome, value, official_value
    ),
    per_question as (
      select slice_id, criterion_id, weight, 1 as d, ${outcomes}, ${reading('value', '')},
        ${reading('official_value', 'official_')}
      from source join criteria c on c.id = criterion_id
    )`;
}

function byQuestion(added: SQL, before: SQL | null, { poolsCriteria }: Shape): SQL {
  const columns = sql`slice_id, criterion_id, question_id, response_id, outcome, value, official_value`;
  const weighted = before
    ? sql`union all select ${columns}, g.weight from ${before} b cross join (values (1), (-1)) as g(weight)`
    : sql``;
  const pooled = sql`
    union all select slice_id, null, question_id, response_id, outcome, value, official_value, weight, place, official_place
    from placed`;
  // A response has one score of a criterion, and several of all pooled.
  const responses = poolsCriteria ? sql`count(distinct response_id)::int` : sql`count(*)::int`;
  return sql`
    source as (select ${columns}, 1 as weight from ${added} ${weighted}),
    placed as (
      select s.*, ${sql.raw(placeOf('value'))} as place, ${sql.raw(placeOf('official_value'))} as official_place
      from source s join criteria c on c.id = s.criterion_id
    ),
    per_question as (
      select slice_id, criterion_id, question_id, weight, ${responses} as d, ${OF_QUESTION}
      from (select * from placed ${poolsCriteria ? pooled : sql``}) k
      group by slice_id, criterion_id, question_id, weight
    )`;
}

/** Adds `rows`, or what is chosen of them, to the evaluation's rollups, as a statement that may stand in a `with`. */
export function addRows(evaluationId: string, chosen = sql`rows`): SQL {
  return sql`
    update rollups r set ${list(NAMES, (name) => `"${name}" = r."${name}" + k."${name}"`)},
      histogram = (select array_agg(a + b order by i) from unnest(r.histogram, k.histogram) with ordinality as z(a, b, i))
    from ${chosen} k
    where r.evaluation_id = ${evaluationId} and r.slice_id = k.slice_id
      and r.criterion_id is not distinct from k.criterion_id`;
}
