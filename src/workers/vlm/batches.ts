/** What a call asks of a batch. */
export interface Demand {
  readonly promptTokens: number;
  /** 0 for a call that is answered by the logits after its prompt. */
  readonly maxNewTokens: number;
}

export interface BatchLimits {
  readonly rows: number;
  /** Rows times the longest row, padding and answers included. A call that is longer gets a batch of its own. */
  readonly tokens: number;
}

/**
 * Groups calls by length, so that little of a batch is padding: places in `demands`, longest first. Written answers
 * and read ones do not mix, since read ones need no cache. Without padding only prompts of one length do.
 */
export function planBatches(
  demands: readonly Demand[],
  limits: BatchLimits,
  padding: 'left' | 'none',
): number[][] {
  const isWritten = ({ maxNewTokens }: Demand): boolean => maxNewTokens > 0;
  const sorted = demands
    .map((demand, place) => ({ ...demand, place }))
    .sort(
      (a, b) =>
        Number(isWritten(a)) - Number(isWritten(b)) || b.promptTokens - a.promptTokens || a.place - b.place,
    );
  const batches: (Demand & { place: number })[][] = [];
  for (const call of sorted) {
    const batch = batches.at(-1);
    const first = batch?.[0];
    const fits =
      batch &&
      first &&
      isWritten(first) === isWritten(call) &&
      (padding === 'left' || first.promptTokens === call.promptTokens) &&
      batch.length < limits.rows &&
      size([...batch, call]) <= limits.tokens;
    if (fits) batch.push(call);
    else batches.push([call]);
  }
  return batches.map((batch) => batch.map(({ place }) => place));
}

function size(batch: readonly Demand[]): number {
  const longest = (of: (demand: Demand) => number): number => Math.max(...batch.map(of));
  return batch.length * (longest((call) => call.promptTokens) + longest((call) => call.maxNewTokens));
}
