/** One line of a benchmark. Times are per unit. */
export interface Row {
  what: string;
  /** Of which so many are done per second: picture, response, call. */
  unit: string;
  perSecond: number;
  ms: { median: number; p99: number };
  /** Of this process, all threads. */
  cpuMs: number;
  databaseCpuMs: number;
  /** Share of the time that was spent inside the runtime. */
  busy: number;
  reference: { perSecond: number; cpuMs: number } | null;
  /** Subject over reference, of rounds next to each other. */
  ratio: { median: number; least: number; most: number } | null;
  goal: number | null;
}

/** What a benchmark found, and what it means, a sentence each. */
export interface Result {
  rows: Row[];
  notes: string[];
}
