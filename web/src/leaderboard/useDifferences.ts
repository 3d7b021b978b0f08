import { useEffect, useState } from 'react';
import { useClient } from 'urql';
import { AgainstDocument, type AgainstQueryVariables } from './board.generated.ts';
import type { Difference } from './rows.ts';

/** What one comparison takes besides its baseline. */
const OTHERS = 9;

const NONE: ReadonlyMap<string, Difference> = new Map();

type Chosen = Omit<AgainstQueryVariables, 'evaluations'>;

/** Differences from the baseline by evaluation, again whenever `version` changes; empty without a baseline. */
export function useDifferences(
  baseline: string | undefined,
  evaluations: readonly string[],
  chosen: Chosen,
  version: number,
): { differences: ReadonlyMap<string, Difference>; error: Error | null } {
  const client = useClient();
  const [found, setFound] = useState<{ differences: typeof NONE; error: Error | null }>({
    differences: NONE,
    error: null,
  });
  const asked = JSON.stringify({ baseline, evaluations, chosen, version });

  useEffect(() => {
    const { baseline, evaluations, chosen } = JSON.parse(asked) as {
      baseline?: string;
      evaluations: string[];
      chosen: Chosen;
    };
    const others = evaluations.filter((id) => id !== baseline);
    let isAsked = true;
    const ask = async () => {
      if (!baseline || !evaluations.includes(baseline)) return NONE;
      const answers = await Promise.all(
        groupsOf(others, OTHERS).map((group) =>
          client
            .query(
              AgainstDocument,
              { ...chosen, evaluations: [baseline, ...group] },
              { requestPolicy: 'network-only' },
            )
            .toPromise(),
        ),
      );
      const failed = answers.find(({ error }) => error);
      if (failed?.error) throw failed.error;
      const nodes = answers.flatMap(({ data }) => data?.compare.nodes ?? []);
      return new Map(nodes.flatMap(({ evaluation, whole }) => (whole ? [[evaluation.id, whole]] : [])));
    };
    ask().then(
      (differences) => isAsked && setFound({ differences, error: null }),
      (error) => isAsked && setFound({ differences: NONE, error }),
    );
    return () => {
      isAsked = false;
    };
  }, [client, asked]);
  return found;
}

function groupsOf<Item>(items: readonly Item[], size: number): Item[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}
