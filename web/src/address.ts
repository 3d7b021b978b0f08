/** What an address says: each name with its value, or its values in their order. */
export type Said = Record<string, string | string[]>;

/** `?a=1&b=2&b=3` as `{ a: '1', b: ['2', '3'] }`: plain words, so that people can read and write addresses. */
export function parseAddress(search: string): Said {
  const said: Said = {};
  const params = new URLSearchParams(search);
  for (const name of new Set(params.keys())) {
    const values = params.getAll(name);
    said[name] = values.length === 1 ? (values[0] as string) : values;
  }
  return said;
}

/** The reverse; what is undefined, null, false or empty is not said. */
export function formatAddress(search: Record<string, unknown>): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) {
    for (const each of Array.isArray(value) ? value : [value]) {
      if (each === undefined || each === null || each === false || each === '') continue;
      params.append(name, String(each));
    }
  }
  const text = params.toString();
  return text && `?${text}`;
}
