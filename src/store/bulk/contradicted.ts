import { type SQL, sql } from 'drizzle-orm';
import { AppError } from '../../core/errors.ts';
import type { Db } from '../database.ts';

interface Said {
  outcome: string;
  value: number | null;
  official: number | null;
  reason: string | null;
}

type Row = Record<'question' | 'criterion', string> & {
  line: number | null;
  sample: number;
  there: Said;
  given: Said;
};

/**
 * Throws CONFLICT for the first score of `incoming` that is there with something else than was given: leaving it alone
 * would drop what somebody said without a word. A reason that was not given says nothing. `incoming` is as for
 * `writeIncoming`, and may have a `line`.
 */
export async function refuseContradicted(db: Db, evaluationId: string, incoming: SQL): Promise<void> {
  const { rows } = await db.execute<Row>(sql`
    with incoming as materialized (${incoming}), contradicted as (
      select i.response_id, i.criterion_id, (to_jsonb(i) ->> 'line')::int as line,
        ${said(sql`s`)} as there, ${said(sql`i`)} as given
      from incoming i cross join lateral (
        -- One by one: joined otherwise, all scores of the evaluation might be read.
        select outcome, value, official_value, reason from scores s
        where s.evaluation_id = ${evaluationId} and s.question_id = i.question_id
          and s.response_id = i.response_id and s.criterion_id = i.criterion_id offset 0) s
      where s.outcome <> i.outcome or s.value is distinct from i.value
        or s.official_value is distinct from i.official_value
        or (i.reason is not null and s.reason is distinct from i.reason)
      order by line limit 1)
    select x.line, x.there, x.given, q.external_id as question, r.sample_index as sample, c.slug as criterion
    from contradicted x join responses r on r.id = x.response_id join questions q on q.id = r.question_id
      join criteria c on c.id = x.criterion_id`);
  const [row] = rows;
  if (row)
    throw conflict(row, `${words(row.there, row.given)} is there, ${words(row.given, row.there)} was given`);
}

/**
 * Throws CONFLICT for the first of what judges said or saw that is there otherwise. `given` has (response_id, part,
 * text, evidence), and may have a `line`; null says nothing.
 */
export async function refuseOtherReplies(db: Db, evaluationId: string, given: SQL): Promise<void> {
  const { rows } = await db.execute<
    Omit<Row, 'there' | 'given'> & Record<'there' | 'given', string | null>
  >(sql`
    with given as materialized (${given})
    select (to_jsonb(g) ->> 'line')::int as line, coalesce(p.text, p.evidence::text) as there,
      coalesce(g.text, g.evidence::text) as given, q.external_id as question, r.sample_index as sample,
      g.part as criterion
    from given g join replies p on p.evaluation_id = ${evaluationId} and p.response_id = g.response_id
        and p.part = g.part
      join responses r on r.id = g.response_id join questions q on q.id = r.question_id
    where (g.text is not null and p.text is distinct from g.text)
      or (g.evidence is not null and p.evidence is distinct from g.evidence)
    order by line limit 1`);
  const [row] = rows;
  if (row) throw conflict(row, `the judge's ${start(row.there)} is there, ${start(row.given)} was given`);
}

function conflict(
  { line, question, sample, criterion }: Omit<Row, 'there' | 'given'>,
  difference: string,
): AppError {
  const place = `question ${question}, sample ${sample}, criterion ${criterion}`;
  return new AppError(
    'CONFLICT',
    `${line === null ? '' : `line ${line}: `}${place}: ${difference}. ${REMEDY}`,
  );
}

const REMEDY =
  'Nothing of it was stored. Another rater is a judge of its own, and corrected scores another revision: ' +
  'open an import with another judge name or manifest (assay import scores --judge NAME, --judge-revision REV)';

const said = (row: SQL): SQL => sql`jsonb_build_object(
  'outcome', ${row}.outcome, 'value', ${row}.value, 'official', ${row}.official_value, 'reason', ${row}.reason)`;

/** As much of a score as tells it from the other. */
function words({ outcome, value, official, reason }: Said, other: Said): string {
  if (value !== other.value || outcome !== other.outcome) return String(value ?? outcome);
  if (official !== other.official) return `official value ${official ?? 'none'}`;
  return `reason ${start(reason)}`;
}

const start = (text: string | null): string =>
  text === null ? 'nothing' : JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
