import type { NewReply, NewScore } from '../store/scores.ts';
import type { ShardContent } from '../store/shards.ts';
import type { Spending } from '../store/spending.ts';
import type { Trouble } from './trouble.ts';

/** What a judge found in a shard: one score per response and criterion, one reply per call. */
export interface Findings {
  scores: NewScore[];
  replies: NewReply[];
}

/** What a scorer is told while it infers. */
export interface Inference {
  /** Takes all that is found of some responses, to be committed while the rest goes on. It is not given again at the end. */
  found(part: Findings): void;
  /** Aborts when what has not begun is to be left to others: then `infer` throws its reason. */
  readonly leaving: AbortSignal;
  /** Aborts when nothing more that is found is of any use. */
  readonly dropped: AbortSignal;
}

/**
 * One kind of judge at work. `load` reads and prepares what a shard shows, `infer` runs the model; apart, so that
 * the pictures of the next shard are read while the device is busy with this one.
 */
export interface Scorer<Loaded = unknown> {
  readonly revision: string;
  load(content: ShardContent): Promise<Loaded>;
  infer(loaded: Loaded, inference: Inference): Promise<Findings>;
  /** Resolves when another shard may be inferred beside those that are; without it they are inferred one by one. */
  room?(): Promise<void>;
  /** Null while all is well. */
  trouble?(): Trouble | null;
  /** What an evaluation cost since it was asked last; null for nothing. */
  takeSpending?(evaluationId: string): Spending | null;
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
