/** An id as a table keeps it that took it for a number: 0 for 00000, and 0.0 beside a cell without one; null for others. */
export function asNumber(id: string): string | null {
  const digits = /^\s*(\d+)(?:\.0*)?\s*$/.exec(id)?.[1];
  return digits === undefined ? null : digits.replace(/^0+(?=\d)/, '');
}

/** Finds the ids that a given one may have been, before a table took it for a number. */
export function openNamesakes(ids: Iterable<string>): (given: string) => readonly string[] {
  const byNumber = new Map<string, string[]>();
  for (const id of ids) {
    const number = /^\d+$/.test(id) ? asNumber(id) : null;
    if (number === null) continue;
    const others = byNumber.get(number);
    if (others) others.push(id);
    else byNumber.set(number, [id]);
  }
  return (given) => byNumber.get(asNumber(given) ?? '') ?? [];
}
