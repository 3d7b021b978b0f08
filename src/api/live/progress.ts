import { AppError } from '../../core/errors.ts';
import { findEvaluations, OPEN_STATUSES } from '../../store/evaluations.ts';
import { findEvaluationEvents, findOldestEventSeq } from '../../store/events.ts';
import type { EventRow } from '../../store/tables/index.ts';
import type { Context } from '../context.ts';
import type { Listener } from './listener.ts';

/**
 * Replays the events after `after`, then goes on live at the same place: the listener is open before the replay
 * reads, and what both bring is sent once. Throws CURSOR_EXPIRED when events in between are no longer kept.
 */
export async function evaluationProgress(
  evaluationId: string,
  after: number,
  context: Context,
): Promise<Listener> {
  const live = await context.feed.open(evaluationId, {
    arrange: inOrder(after),
    isLast: ({ payload }) => !OPEN_STATUSES.includes(payload.status),
    onOverflow: () => context.connection?.close(4413, 'Events are not being read'),
  });
  try {
    const [evaluation] = await findEvaluations(context.db, [evaluationId]);
    const isOver = evaluation && !OPEN_STATUSES.includes(evaluation.status);
    if (isOver && evaluation.seq <= after) live.close();
    const oldest = await findOldestEventSeq(context.db, evaluationId, after);
    if (oldest === null ? isOver && evaluation.seq > after : oldest > after + 1) {
      throw new AppError(
        'CURSOR_EXPIRED',
        'The events after this cursor are no longer kept; query the evaluation instead',
      );
    }
    live.replay(await findEvaluationEvents(context.db, evaluationId, after));
    return live;
  } catch (error) {
    live.close();
    throw error;
  }
}

/**
 * Gives events on by `seq`, each once. Of two transactions the one that began first may commit last: the later event
 * then arrives first, and waits here; so does what arrives while earlier events are still being read.
 */
function inOrder(after: number): (arrived: EventRow) => EventRow[] {
  const waiting = new Map<number, EventRow>();
  let last = after;
  return (arrived) => {
    if (arrived.seq !== last + 1) {
      if (arrived.seq > last) waiting.set(arrived.seq, arrived);
      return [];
    }
    const due = [arrived];
    last = arrived.seq;
    for (let next = waiting.get(last + 1); next; next = waiting.get(last + 1)) {
      waiting.delete(next.seq);
      last = next.seq;
      due.push(next);
    }
    return due;
  };
}
