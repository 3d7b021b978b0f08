import { useCallback, useEffect, useReducer, useRef } from 'react';
import { useQuery } from 'urql';
import { useFollow } from '../graphql/follow.ts';
import { nodeOf } from '../graphql/node.ts';
import { isOpen, type StatusName } from '../statuses.ts';
import {
  LiveEvaluationDocument,
  type LiveEvaluationQuery,
  LiveProgressDocument,
  type NumbersFragment,
} from './live.generated.ts';
import { type Mark, withMark } from './pace.ts';
import { type TrailPoint, withPoint } from './trail.ts';

export type Opened = NonNullable<ReturnType<typeof nodeOf<NonNullable<LiveEvaluationQuery['node']>>>>;

/** The strict number of the whole; null where the benchmark has none. */
export const headlineOf = ({ modes }: NumbersFragment) =>
  modes.find(({ mode }) => mode === 'STRICT')?.score ?? null;

interface Seen {
  /** As last heard of; null until there is an answer. */
  numbers: NumbersFragment | null;
  marks: readonly Mark[];
  trail: readonly TrailPoint[];
  /** Whether it was open when this page came: then how it went stays in sight. */
  isFollowed: boolean;
}

const NOTHING: Seen = { numbers: null, marks: [], trail: [], isFollowed: false };

/** Numbers to show, with the time they are of. */
interface Heard {
  numbers: NumbersFragment;
  /** Null for those that were asked for: the server's clock is not known then. */
  at: string | null;
}

function seen({ marks, trail, isFollowed }: Seen, { numbers, at }: Heard): Seen {
  const { startedAt, done } = numbers;
  const begun = marks.length === 0 && startedAt ? [{ at: Date.parse(startedAt), done: 0 }] : marks;
  const { mean = null, low = null, high = null } = headlineOf(numbers) ?? {};
  return {
    numbers,
    marks: at === null ? begun : withMark(begun, { at: Date.parse(at), done }),
    trail: mean === null ? trail : withPoint(trail, { done, mean, low, high }),
    isFollowed: isFollowed || isOpen(numbers.status),
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
  const [state, see] = useReducer(seen, NOTHING);
  useEffect(() => {
    if (opened) see({ numbers: opened, at: null });
  }, [opened]);

  const status = useRef<StatusName | null>(null);
  useFollow(LiveProgressDocument, opened && isOpen(opened.status) ? { id, after: opened.cursor } : null, {
    cursorOf: ({ evaluationProgress }) => evaluationProgress.cursor,
    onData: ({ evaluationProgress: { at, evaluation } }) => {
      status.current = evaluation.status;
      see({ at, numbers: evaluation });
    },
    // Events are kept for a week: who comes back later begins with what stands.
    onError: askAgain,
    onEnd: () => {
      if (status.current !== null && isOpen(status.current)) askAgain();
    },
  });
  return { ...state, result, askAgain, opened };
}
