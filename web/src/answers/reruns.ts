import { instant } from '../format.ts';

interface Evaluated {
  id: string;
  createdAt: string;
  judge: { revision: string };
}

/** When each was begun, of those that one judge revision has several of: nothing else tells them apart. */
export function rerunDates(evaluations: readonly Evaluated[]): ReadonlyMap<string, string> {
  const reruns = [...Map.groupBy(evaluations, ({ judge }) => judge.revision).values()].filter(
    ({ length }) => length > 1,
  );
  return new Map(
    reruns.flatMap((own) => {
      const minutes = new Set(own.map(({ createdAt }) => instant(createdAt)));
      const isSame = minutes.size < own.length;
      return own.map(({ id, createdAt }): [string, string] => [id, instant(createdAt, isSame)]);
    }),
  );
}
