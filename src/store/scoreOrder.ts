import {
  and,
  asc,
  eq,
  getTableColumns,
  gt,
  gte,
  inArray,
  isNotNull,
  isNull,
  lt,
  lte,
  type SQL,
  sql,
} from 'drizzle-orm';
import { GIVEN_OUTCOMES } from '../benchmarks/benchmark.ts';
import { AppError } from '../core/errors.ts';
import type { Db } from './database.ts';
import { groupsInKeyOrder, PARENT, type Page, type PageArgs, pageLimit, parents } from './pages.ts';
import { findScorePages, matching, readScoreCursor, type ScoreFilter } from './scorePages.ts';
import { criteria, type ScoreRow, scores } from './tables/index.ts';

/** By value, best and worst being those of each criterion's scale and direction, or as the questions were installed. */
export type ScoreOrder = 'QUESTION' | 'WORST_FIRST' | 'BEST_FIRST';

/** The scores of one criterion, which an index has in the order of their values. */
interface Stream {
  criterionId: string;
  /** Criteria of one scale and direction are of one kind, and their values lie among each other. */
  kind: number;
  min: number;
  max: number;
  /** Whether the lowest value comes first. */
  isAscending: boolean;
}

/** The score to go on after. */
interface Place {
  stream: Stream;
  questionId: string;
  responseId: string;
  value: number | null;
}

/**
 * A page of each evaluation, in the order of the keys. By value, scores come by how far they lie from the end of their scale that comes first, those alike in the
 * order of the questions, and those without a value last, whichever end comes first. Each criterion is then read from its
 * index no farther than the page goes: the cost follows the page and what is skipped, not the evaluation.
 */
export async function findOrderedScorePages(
  db: Db,
  evaluationIds: readonly string[],
  filter: ScoreFilter,
  args: PageArgs & { skip?: number | undefined; order?: ScoreOrder },
): Promise<Page<ScoreRow>[]> {
  const { skip = 0, order = 'QUESTION' } = args;
  if (order === 'QUESTION') return findScorePages(db, evaluationIds, filter, args);
  const { limit, cut } = pageLimit(args.first);
  if (skip < 0) throw new AppError('INVALID_INPUT', `skip: ${skip} is below 0`);
  const streams = await findStreams(db, filter.benchmarkId, order);
  const [only = ''] = evaluationIds;
  const isOne = evaluationIds.length === 1;
  if (args.after && !isOne) {
    const words =
      'after: by value a list goes on in the evaluation that the cursor is of; ask for that one alone';
    throw new AppError('INVALID_INPUT', words);
  }
  const place = args.after ? await findPlace(db, only, streams, args.after) : null;
  const wanted = streams.filter(({ slug }) => !filter.criterion || slug === filter.criterion);
  const evaluation = isOne ? only : PARENT;
  const reading = { filter, evaluation, place, most: skip + limit };
  const parts = [...valued(wanted, reading), ...unvalued(wanted, reading)];
  if (parts.length === 0) return evaluationIds.map(() => cut([]));
  const keys = sql`(
    select k.*, row_number() over () as place from (
      select p.question_id, p.response_id, p.criterion_id from (${sql.join(parts, sql` union all `)}) p
      order by p.distance nulls last, p.kind, p.directed, p.question_id, p.response_id, p.criterion_id
      limit ${limit} offset ${skip}) k) k`;
  const rows = await db
    .select(getTableColumns(scores))
    .from(isOne ? sql`(values (${only}::uuid)) as parent(id)` : parents(evaluationIds))
    .crossJoinLateral(keys)
    .innerJoin(
      scores,
      sql`${scores.evaluationId} = ${evaluation} and ${scores.questionId} = k.question_id
        and ${scores.responseId} = k.response_id and ${scores.criterionId} = k.criterion_id`,
    )
    .orderBy(sql`k.place`);
  return groupsInKeyOrder(evaluationIds, rows, (row) => row.evaluationId).map(cut);
}

async function findStreams(
  db: Db,
  benchmarkId: string,
  order: ScoreOrder,
): Promise<(Stream & { slug: string })[]> {
  const rows = await db
    .select()
    .from(criteria)
    .where(eq(criteria.benchmarkId, benchmarkId))
    .orderBy(asc(criteria.position), asc(criteria.id));
  const kinds: string[] = [];
  return rows.map(({ id, slug, scaleMin, scaleMax, higherIsBetter }) => {
    const kind = `${scaleMin} ${scaleMax} ${higherIsBetter}`;
    if (!kinds.includes(kind)) kinds.push(kind);
    const isAscending = higherIsBetter === (order === 'WORST_FIRST');
    return { criterionId: id, slug, kind: kinds.indexOf(kind), min: scaleMin, max: scaleMax, isAscending };
  });
}

async function findPlace(
  db: Db,
  evaluationId: string,
  streams: readonly Stream[],
  after: string,
): Promise<Place> {
  const [questionId, responseId, criterionId] = readScoreCursor(after);
  const [row] = await db
    .select({ value: scores.value })
    .from(scores)
    .where(
      and(
        eq(scores.evaluationId, evaluationId),
        eq(scores.questionId, questionId),
        eq(scores.responseId, responseId),
        eq(scores.criterionId, criterionId),
      ),
    );
  const stream = streams.find((each) => each.criterionId === criterionId);
  if (row && stream) return { ...row, stream, questionId, responseId };
  throw new AppError('INVALID_INPUT', `after: "${after}" is not a cursor of this connection`);
}

interface Reading {
  filter: ScoreFilter;
  evaluation: string | SQL;
  place: Place | null;
  /** Rows that the page and what is skipped before it can take from one stream. */
  most: number;
}

/** What has a value: it is SCORED, and the other way round, which the index knows. */
function valued(streams: readonly Stream[], { filter, evaluation, place, most }: Reading): SQL[] {
  if (filter.outcomes && !filter.outcomes.includes('SCORED')) return [];
  if (place && place.value === null) return [];
  return streams.map((stream) => {
    const of = ofStream(filter, evaluation, stream);
    const begin = place ? beginningOf(stream, place, place.value ?? 0) : null;
    const rows = stream.isAscending ? ascending(of, begin, most) : descending(of, begin, most);
    const [distance, directed] = stream.isAscending
      ? [sql`v.value - ${stream.min}::float8`, sql`v.value`]
      : [sql`${stream.max}::float8 - v.value`, sql`-v.value`];
    return sql`select (${distance}) / ${width(stream)}::float8 as distance, ${stream.kind}::int as kind,
      ${directed} as directed, ${keyOf(stream)} from (${rows}) v`;
  });
}

function unvalued(streams: readonly Stream[], { filter, evaluation, place, most }: Reading): SQL[] {
  const { outcomes, min, max } = filter;
  const wanted = GIVEN_OUTCOMES.filter((each) => each !== 'SCORED' && (outcomes?.includes(each) ?? true));
  if (wanted.length === 0 || typeof min === 'number' || typeof max === 'number') return [];
  return streams.map((stream) => {
    const isAfter = place && place.value === null ? afterKey(stream, place) : undefined;
    const of = and(
      ofStream(filter, evaluation, stream),
      isNull(scores.value),
      inArray(scores.outcome, wanted),
      isAfter,
    );
    return sql`select null::float8 as distance, 0 as kind, null::float8 as directed, ${keyOf(stream)}
      from (${forwards(of, most)}) v`;
  });
}

const ofStream = (filter: ScoreFilter, evaluation: string | SQL, { criterionId }: Stream): SQL | undefined =>
  and(
    matching({ ...filter, criterion: null, outcomes: null }, evaluation),
    eq(scores.criterionId, criterionId),
  );

const keyOf = ({ criterionId }: Stream): SQL =>
  sql`v.question_id, v.response_id, ${criterionId}::uuid as criterion_id`;

const KEY = sql`${scores.value}, ${scores.questionId}, ${scores.responseId}`;

/** The first ones as the index has them. */
const forwards = (where: SQL | undefined, most: number): SQL =>
  sql`(select ${KEY} from ${scores} where ${where} order by ${KEY} limit ${most})`;

/** The highest values, those alike in the wrong order. */
const backwards = (where: SQL | undefined, most: number): SQL =>
  sql`(select ${KEY} from ${scores} where ${where} order by ${scores.value} desc limit ${most})`;

/** Where a stream begins: after a score among those of one value, or at the first value that is far enough. */
type Beginning = { value: number; isAfter: SQL } | { from: number };

function beginningOf(stream: Stream, place: Place, value: number): Beginning {
  const last = place.stream;
  if (stream.kind === last.kind) return { value, isAfter: afterKey(stream, place) };
  const reached = distance(last, value);
  const isFar = (other: number) =>
    stream.kind > last.kind ? distance(stream, other) >= reached : distance(stream, other) > reached;
  return { from: firstValue(isFar, stream.isAscending) };
}

/** Of scores alike, those after the place: by question, response and criterion. */
function afterKey({ criterionId }: Stream, { stream, questionId, responseId }: Place): SQL {
  const [key, last] = [
    sql`(${scores.questionId}, ${scores.responseId})`,
    sql`(${questionId}::uuid, ${responseId}::uuid)`,
  ];
  return criterionId > stream.criterionId ? sql`${key} >= ${last}` : sql`${key} > ${last}`;
}

const width = ({ min, max }: Stream): number => (max > min ? max - min : 1);

/** As the database computes it. */
const distance = (stream: Stream, value: number): number =>
  (stream.isAscending ? value - stream.min : stream.max - value) / width(stream);

/** The first double in a direction from which on a condition holds. */
function firstValue(holds: (value: number) => boolean, isAscending: boolean): number {
  const end = isAscending ? Number.MAX_VALUE : -Number.MAX_VALUE;
  for (let [before, at] = [-end, end]; ; ) {
    const middle = before / 2 + at / 2;
    if (middle === before || middle === at) return at;
    if (holds(middle)) at = middle;
    else before = middle;
  }
}

function ascending(of: SQL | undefined, begin: Beginning | null, most: number): SQL {
  if (begin === null) return forwards(and(of, isNotNull(scores.value)), most);
  if ('from' in begin) return forwards(and(of, gte(scores.value, begin.from)), most);
  const alike = forwards(and(of, eq(scores.value, begin.value), begin.isAfter), most);
  return sql`${alike} union all ${forwards(and(of, gt(scores.value, begin.value)), most)}`;
}

/**
 * The index read backwards has scores alike in the wrong order. So the lowest value that the page can reach is looked up
 * first: of the values above it all scores are wanted, and its own are read forwards.
 */
function descending(of: SQL | undefined, begin: Beginning | null, most: number): SQL {
  const below =
    begin === null
      ? isNotNull(scores.value)
      : 'from' in begin
        ? lte(scores.value, begin.from)
        : lt(scores.value, begin.value);
  const rows = sql`
    select s.* from (select min(t.value) as value from ${backwards(and(of, below), most)} t) low
    cross join lateral (
      ${backwards(and(of, below, sql`${scores.value} > low.value`), most)}
      union all ${forwards(and(of, sql`${scores.value} = low.value`), most)}
    ) s`;
  if (begin === null || 'from' in begin) return rows;
  return sql`${forwards(and(of, eq(scores.value, begin.value), begin.isAfter), most)} union all (${rows})`;
}
