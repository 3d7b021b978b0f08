import { eq, type SQL, sql } from 'drizzle-orm';
import type { Db } from './database.ts';
import { type EvaluationRow, evaluations } from './tables/index.ts';

/** What the judge's server took for an evaluation; null for what nobody told. */
export type Spending = Pick<
  EvaluationRow,
  'requests' | 'tokens' | 'promptTokens' | 'cachedTokens' | 'completionTokens' | 'cost'
>;

const COLUMNS = [
  ['requests', sql.raw('requests'), sql.raw('int8')],
  ['tokens', sql.raw('tokens'), sql.raw('int8')],
  ['promptTokens', sql.raw('prompt_tokens'), sql.raw('int8')],
  ['cachedTokens', sql.raw('cached_tokens'), sql.raw('int8')],
  ['completionTokens', sql.raw('completion_tokens'), sql.raw('int8')],
  ['cost', sql.raw('cost'), sql.raw('float8')],
] as const;

/** Both together; what neither tells stays unknown. */
export function addSpending(a: Spending, b: Spending): Spending {
  const sum = (name: keyof Spending) => plus(a[name], b[name]);
  return {
    requests: sum('requests'),
    tokens: sum('tokens'),
    promptTokens: sum('promptTokens'),
    cachedTokens: sum('cachedTokens'),
    completionTokens: sum('completionTokens'),
    cost: sum('cost'),
  };
}

export const plus = (a: number | null, b: number | null): number | null =>
  a === null || b === null ? (a ?? b) : a + b;

/** Columns of an evaluation's row with what they are when this is counted in. */
export function countedIn(spent: Spending | null): [name: keyof Spending, column: SQL, value: SQL][] {
  if (!spent) return [];
  return COLUMNS.flatMap(([name, column, type]): [keyof Spending, SQL, SQL][] => {
    const more = spent[name];
    if (more === null) return [];
    const added = sql`${more}::${type}`;
    return [[name, column, sql`coalesce(${column} + ${added}, ${column}, ${added})`]];
  });
}

/** The same as assignments to follow others, each with a comma before it. */
export const assignments = (spent: Spending | null): SQL =>
  sql.join(countedIn(spent).map(([, column, value]) => sql`, ${column} = ${value}`));

/** Counts in what was spent without a score to show for it. */
export async function insertSpending(db: Db, evaluationId: string, spent: Spending): Promise<void> {
  await db.execute(sql`update evaluations set seq = seq ${assignments(spent)} where id = ${evaluationId}`);
}

export async function findSpending(db: Db, evaluationId: string): Promise<Spending | null> {
  const { requests, tokens, promptTokens, cachedTokens, completionTokens, cost } = evaluations;
  const [row] = await db
    .select({ requests, tokens, promptTokens, cachedTokens, completionTokens, cost })
    .from(evaluations)
    .where(eq(evaluations.id, evaluationId));
  return row ?? null;
}
