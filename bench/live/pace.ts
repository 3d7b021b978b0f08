export interface Pace {
  /** `seq` of the first event. */
  first: number;
  /** Events of each evaluation. */
  perSecond: number;
  seconds: number;
}

/** Resolves at a moment of `performance.now()`. */
export const until = (due: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, Math.max(0, due - performance.now())));
