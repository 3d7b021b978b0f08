import { useCallback, useEffect, useReducer } from 'react';
import { useQuery } from 'urql';
import { useFollow } from '../graphql/follow.ts';
import { nodeOf } from '../graphql/node.ts';
import {
  LiveEvaluationDocument,
  type LiveEvaluationQuery,
  LiveProgressDocument,
  type LiveProgressSubscription,
  type NumbersFragment,
} from './live.generated.ts';
import { type Mark, withMark } from './pace.ts';
import { type TrailPoint, withPoint } from './trail.ts';

export type Opened = NonNullable<ReturnType<typeof nodeOf<NonNullable<LiveEvaluationQuery['node']>>>>;

export const isOpen = ({ status }: { status: string }): boolean =>
  status === 'QUEUED' || status === 'RUNNING';

/** The strict number of the whole; null where the benchmark has none. */
export const headlineOf = ({ modes }: NumbersFragment) =>
  modes.find(({ mode }) => mode === 'STRICT')?.score ?? null;

interface Seen {
  /** Null until the first event: then what was queried stands. */
  numbers: NumbersFragment | null;
  marks: readonly Mark[];
  trail: readonly TrailPoint[];
}

type Event = LiveProgressSubscription['evaluationProgress'];

function seen(before: Seen, { at, done, evaluation }: Event): Seen {
  const score = headlineOf(evaluation);
  const { marks, trail } = before;
  return {
    numbers: evaluation,
    marks: withMark(marks, { at: Date.parse(at), done }),
    trail:
      score?.mean === null || score?.mean === undefined
        ? trail
        : withPoint(trail, { done: evaluation.done, mean: score.mean, low: score.low, high: score.high }),
  };
}

/** An evaluation as it stands, and from then on as it changes. */
export function useLive(id: string) {
  const [result, ask] = useQuery({
    query: LiveEvaluationDocument,
    variables: { id },
    requestPolicy: 'network-only',
  });
  const askAgain = useCallback(() => ask({ requestPolicy: 'network-only' }), [ask]);
  const opened = nodeOf(result.data?.node);
  const [state, see] = useReducer(
    (before: Seen, event: Event | { startedAt: string }): Seen =>
      'startedAt' in event
        ? { ...before, marks: [{ at: Date.parse(event.startedAt), done: 0 }] }
        : seen(before, event),
    { numbers: null, marks: [], trail: [] },
  );
  const startedAt = opened?.startedAt;
  useEffect(() => {
    if (startedAt) see({ startedAt });
  }, [startedAt]);

  const numbers: NumbersFragment | null = state.numbers ?? opened;
  const isFollowed = opened !== null && isOpen(opened);
  useFollow(LiveProgressDocument, isFollowed ? { id, after: opened.cursor } : null, {
    cursorOf: ({ evaluationProgress }) => evaluationProgress.cursor,
    onData: ({ evaluationProgress }) => see(evaluationProgress),
    // Events are kept for a week: who comes back later begins with what stands.
    onError: askAgain,
    onEnd: () => {
      if (!numbers || isOpen(numbers)) askAgain();
    },
  });
  return { result, askAgain, opened, numbers, isFollowed, marks: state.marks, trail: state.trail };
}
