/** Most names that an error lists. */
const LISTED = 8;

/**
 * Whether a server that lists these models has the wanted one: by that name, by an alias (`llava` is `llava:latest`,
 * `gemini-x` is `models/gemini-x`, `x-latest` the newest of `x-…`, `x:free` a way to ask for `x`), or by a wildcard.
 */
export function isServed(wanted: string, listed: readonly string[]): boolean {
  const name = plain(wanted);
  const route = /^(.+):[\w.-]+$/.exec(name)?.[1];
  const series = /^(.+-)latest$/.exec(name)?.[1];
  return listed.some((id) => {
    const served = plain(id);
    if (served === name || id === route) return true;
    if (series !== undefined && served.startsWith(series)) return true;
    return served.includes('*') && matches(served, name);
  });
}

/** The names nearest to the wanted one, as many as a line holds. */
export function listOf(names: readonly string[], wanted: string | null): string {
  const near = (name: string): number => {
    if (wanted === null) return 0;
    const [a, b] = [plain(name).toLowerCase(), plain(wanted).toLowerCase()];
    if (a.endsWith(`/${b}`)) return -3;
    if (a.includes(b) || b.includes(a)) return -2;
    return a.split(/[/:-]/).some((piece) => piece.length > 2 && b.includes(piece)) ? -1 : 0;
  };
  const sorted = names.map((name) => ({ name, order: near(name) })).sort((a, b) => a.order - b.order);
  const shown = sorted.slice(0, LISTED).map(({ name }) => name.slice(0, 80));
  const more = names.length - shown.length;
  return `${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

const plain = (name: string): string => name.replace(/^models\//, '').replace(/:latest$/, '');

function matches(pattern: string, name: string): boolean {
  const literal = pattern.split('*').map((piece) => piece.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${literal.join('.*')}$`).test(name);
}
