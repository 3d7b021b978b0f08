/** Which scores a file has given so far, in a few bytes each, since a file may hold many. */
export interface SeenScores {
  /** Null when it is the first for this criterion of this response, else the earlier row, counted from 1. */
  add(response: string, criterion: string, row: number): number | null;
  responses(): string[];
  criteria(): string[];
}

export function openSeenScores(): SeenScores {
  const responses = new Map<string, number>();
  /** By criterion, the row that scores each response. */
  const rowsOf = new Map<string, Uint32Array<ArrayBuffer>>();
  return {
    add: (response, criterion, row) => {
      const index = responses.get(response) ?? responses.size;
      responses.set(response, index);
      let rows = rowsOf.get(criterion) ?? new Uint32Array(1024);
      if (index >= rows.length) {
        const larger = new Uint32Array(Math.max(index + 1, rows.length * 2));
        larger.set(rows);
        rows = larger;
      }
      rowsOf.set(criterion, rows);
      const earlier = rows[index] || null;
      if (earlier === null) rows[index] = row;
      return earlier;
    },
    responses: () => [...responses.keys()],
    criteria: () => [...rowsOf.keys()],
  };
}
