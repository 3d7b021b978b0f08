import { useEffect, useState } from 'react';
import { follow } from '../graphql/follow.ts';
import { isOpen, type StatusName } from '../statuses.ts';
import { ProgressDocument, type ProgressSubscription } from './progress.generated.ts';

export type Progress = ProgressSubscription['evaluationProgress'];

/** How far the open ones of these have come, as it is pushed; `onEnd` when one closes. */
export function useProgress(
  evaluations: readonly { id: string; status: StatusName }[],
  onEnd: () => void,
): ReadonlyMap<string, Progress> {
  const [progress, setProgress] = useState<ReadonlyMap<string, Progress>>(new Map());
  const open = evaluations.filter(({ status }) => isOpen(status)).map(({ id }) => id);
  const key = open.join(' ');
  // biome-ignore lint/correctness/useExhaustiveDependencies: `onEnd` is new each time, and only the newest matters
  useEffect(() => {
    const stops = (key ? key.split(' ') : []).map((evaluation) =>
      follow(
        ProgressDocument,
        { evaluation },
        {
          cursorOf: ({ evaluationProgress }) => evaluationProgress.cursor,
          onData: ({ evaluationProgress }) =>
            setProgress((was) => new Map(was).set(evaluation, evaluationProgress)),
          onEnd,
        },
      ),
    );
    return () => {
      for (const stop of stops) stop();
    };
  }, [key]);
  return progress;
}
