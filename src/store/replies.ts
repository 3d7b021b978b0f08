import { eq } from 'drizzle-orm';
import type { Db } from './database.ts';
import { replies } from './tables/index.ts';

/** Calls of an evaluation that a judge has answered, whichever worker made them. */
export async function countReplies(db: Db, evaluationId: string): Promise<number> {
  return db.$count(replies, eq(replies.evaluationId, evaluationId));
}
