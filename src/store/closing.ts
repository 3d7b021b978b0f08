import { sql } from 'drizzle-orm';
import type { Tx } from './database.ts';
import type { EvaluationRow } from './tables/index.ts';

/** What an evaluation is once no more scores are waited for, and why the judge has no answer to some of it. */
export type Closing = Pick<EvaluationRow, 'status' | 'reason'>;

/** Reasons named; a run whose every item fails in its own way needs no list of them all. */
const REASONS = 3;
const LONGEST = 300;

/** COMPLETED when every expected score has an answer of the judge; FAILED when none has. */
export async function closingOf(tx: Tx, evaluation: EvaluationRow): Promise<Closing> {
  const { rows } = await tx.execute<{ expected: number; failed: number; answered: number }>(sql`
    select sum(expected)::int as expected, sum(judge_error + missing_media)::int as failed,
      sum(scored + not_applicable + unparseable + out_of_range)::int as answered
    from rollups where evaluation_id = ${evaluation.id} and criterion_id is not null`);
  const { expected, failed, answered } = rows[0] ?? { expected: 0, failed: 0, answered: 0 };
  const reason = failed > 0 ? await failuresOf(tx, evaluation, failed + answered) : null;
  if (answered === 0) return { status: 'FAILED', reason };
  return { status: answered < expected ? 'PARTIAL' : 'COMPLETED', reason };
}

/** `JUDGE_ERROR on 100 of 160 scores: the judge server answered 402`, the most frequent first. */
async function failuresOf(tx: Tx, evaluation: EvaluationRow, scores: number): Promise<string> {
  const { rows } = await tx.execute<{
    outcome: string;
    reason: string | null;
    times: number;
    kinds: number;
  }>(sql`
    select outcome, reason, count(*)::int as times, (count(*) over ())::int as kinds
    from scores where evaluation_id = ${evaluation.id} and outcome in ('JUDGE_ERROR', 'MISSING_MEDIA')
    group by outcome, reason order by times desc, outcome, reason limit ${REASONS}`);
  const said = rows.map(({ outcome, reason, times }) => {
    const why = reason === null ? '' : `: ${reason.slice(0, LONGEST)}`;
    return `${outcome} on ${times} of ${scores} scores${why}`;
  });
  const more = (rows[0]?.kinds ?? 0) - rows.length;
  return [...said, ...(more > 0 ? [`and ${more} reason${more === 1 ? '' : 's'} more`] : [])].join('; ');
}
