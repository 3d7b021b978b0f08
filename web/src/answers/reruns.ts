import { instant } from '../format.ts';

interface Evaluated {
  id: string;
  createdAt: string;
  judge: { revision: string };
}

/**
 * When each was begun, of those that one judge revision has several of: nothing else tells them apart. To the second where
 * they share a minute, and numbered in their order where they share that too.
 */
export function rerunDates(evaluations: readonly Evaluated[]): ReadonlyMap<string, string> {
  const reruns = [...Map.groupBy(evaluations, ({ judge }) => judge.revision).values()].filter(
    ({ length }) => length > 1,
  );
  return new Map(
    reruns.flatMap((own) => {
      const dated = own.toSorted((a, b) => Date.parse(a.createdAt) - Date.parse(b.createdAt));
      const said = [false, true].map((isExact) => dated.map(({ createdAt }) => instant(createdAt, isExact)));
      const numbered = dated.map((_, index) => `${said[1]?.[index]}, no. ${index + 1}`);
      const apart = said.find((dates) => new Set(dates).size === dates.length) ?? numbered;
      return dated.map(({ id }, index): [string, string] => [id, apart[index] ?? '']);
    }),
  );
}
