/** One line of a benchmark. Times are per unit; what was not measured is null or left out. */
export interface Row {
  what: string;
  /** Of which so many are done per second: picture, response, request, message. */
  unit: string;
  perSecond: number;
  ms: { median: number; p99: number } | null;
  /** Of the process measured, all threads. */
  cpuMs: number | null;
  databaseCpuMs?: number;
  /** Share of the time that was spent inside the runtime. */
  busy?: number;
  /** What it is held against, in the same run. */
  reference: { what: string; perSecond: number; cpuMs: number | null } | null;
  /** Subject over reference, of rounds next to each other. */
  ratio: { median: number; least: number; most: number } | null;
  goal: Goal | null;
  /** A ratio that every machine holds, with neighbours and in a hurry; below it something is wrong, and `--check` fails. */
  floor?: number;
  /** Other figures, by what they are: `{ gaps: '0' }`. */
  figures?: Readonly<Record<string, string>>;
}

/** What a row is to reach. */
export type Goal = { of: 'ratio' | 'p99 ms' } & ({ least: number } | { most: number });

/** What the goal is about; null where the row has no such figure. */
export function reached({ goal, ratio, ms }: Row): number | null {
  if (!goal) return null;
  return (goal.of === 'ratio' ? ratio?.median : ms?.p99) ?? null;
}

export function isMet(row: Row): boolean {
  const value = reached(row);
  if (!row.goal || value === null) return false;
  return 'least' in row.goal ? value >= row.goal.least : value <= row.goal.most;
}

/** What a row is called, the same in every report of its benchmark. */
export const nameOf = ({ what, reference }: Row): string => `${what} against ${reference?.what ?? 'nothing'}`;

/** What a benchmark found, and what it means, a sentence each. */
export interface Result {
  rows: Row[];
  notes: string[];
}

/** Subject over reference, round by round. */
export function ratioOf(subject: readonly number[], reference: readonly number[]): NonNullable<Row['ratio']> {
  const ratios = subject.map((value, at) => value / (reference[at] ?? Number.NaN)).toSorted((a, b) => a - b);
  const middle = (ratios.length - 1) / 2;
  const [low = Number.NaN, high = Number.NaN] = [ratios[Math.floor(middle)], ratios[Math.ceil(middle)]];
  return { median: (low + high) / 2, least: ratios[0] ?? Number.NaN, most: ratios.at(-1) ?? Number.NaN };
}
