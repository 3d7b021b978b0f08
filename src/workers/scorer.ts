import type { NewReply, NewScore } from '../store/scores.ts';
import type { ShardContent } from '../store/shards.ts';

/** What a judge found in a shard: one score per response and criterion, one reply per call. */
export interface Findings {
  scores: NewScore[];
  replies: NewReply[];
}

/**
 * One kind of judge at work. `load` reads and prepares what a shard shows, `infer` runs the model; apart, so that
 * the pictures of the next shard are read while the device is busy with this one.
 */
export interface Scorer<Loaded = unknown> {
  readonly revision: string;
  load(content: ShardContent): Promise<Loaded>;
  infer(loaded: Loaded): Promise<Findings>;
  close(): Promise<void>;
}

/** Findings that say of every response of a shard that the judge failed. */
export function judgeErrors(content: ShardContent, reason: string): Findings {
  const scores = content.responses.flatMap(({ questionId, responseId, sliceId, asked }) =>
    asked.map(
      ({ id }): NewScore => ({
        questionId,
        responseId,
        criterionId: id,
        sliceId,
        outcome: 'JUDGE_ERROR',
        value: null,
        officialValue: null,
        reason,
      }),
    ),
  );
  return { scores, replies: [] };
}
