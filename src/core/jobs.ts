import { z } from 'zod';

/** What a job is; who does it is in `src/workers`. The payload is parsed on both sides. */
export const scoreShard = {
  payload: z.object({
    evaluationId: z.uuid(),
    /** Questions whose responses this shard scores. A question's samples stay together. */
    questionIds: z.array(z.uuid()).min(1),
  }),
};
export type ScoreShard = z.infer<typeof scoreShard.payload>;

/** One queue per judge revision, so a worker only ever sees work it can do. */
export const judgeQueue = (revision: string): string => `judge-${revision.slice(0, 32)}`;

/** Where shards land whose every try failed; their responses become JUDGE_ERROR. */
export const deadQueue = (revision: string): string => `${judgeQueue(revision)}-dead`;
