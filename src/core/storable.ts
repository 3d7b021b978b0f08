/** Levels of objects and lists within each other that a JSON value may have, wherever it comes in. */
export const MOST_LEVELS = 64;

/** Characters of a name, an id or a filter. */
export const MOST_NAME = 1000;

/** Characters of the reason for an outcome. */
export const MOST_REASON = 10_000;

/** What a database cannot keep of a text, or null: it takes every character but NUL, and no half of a pair. */
export function textFault(text: string): string | null {
  if (text.includes('\0')) return 'a text holds a NUL character (\\u0000), which cannot be stored';
  if (!text.isWellFormed())
    return 'a text holds half of a surrogate pair (\\ud800 to \\udfff alone), which is no character';
  return null;
}

/** The same of a name, which is also held to a length. */
export function nameFault(name: string, most = MOST_NAME): string | null {
  if (name.length > most) return `${name.length} characters are more than ${most}`;
  return textFault(name);
}

/** What cannot be kept of a number, or null. */
export function numberFault(number: number): string | null {
  if (!Number.isFinite(number)) return 'the number is beyond what can be kept (about 1.8e308)';
  if (Number.isInteger(number) && !Number.isSafeInteger(number))
    return 'an integer beyond 9007199254740991 (2^53 - 1) is not kept exactly: write it as text';
  return null;
}

/** What cannot be kept of a key, or null. */
const keyFault = (key: string): string | null =>
  key === '__proto__' ? '__proto__ is no name of its own: programs lose it on the way' : textFault(key);

/** The first thing in a JSON value that cannot be kept as it is, beginning with its place; null for none. */
export function jsonFault(value: unknown, place: string): string | null {
  const open: { value: unknown; place: string; level: number }[] = [{ value, place, level: 0 }];
  for (let next = open.pop(); next; next = open.pop()) {
    const { value: found, place: at, level } = next;
    if (typeof found === 'object' && found !== null) {
      if (level === MOST_LEVELS)
        return `${place}: it is nested too deeply, in more than ${MOST_LEVELS} levels`;
      for (const [key, inner] of Object.entries(found)) {
        const wrong = Array.isArray(found) ? null : keyFault(key);
        if (wrong) return `${at}: in a key, ${wrong}`;
        open.push({
          value: inner,
          place: Array.isArray(found) ? `${at}[${key}]` : `${at}.${key}`,
          level: level + 1,
        });
      }
      continue;
    }
    const fault =
      typeof found === 'string' ? textFault(found) : typeof found === 'number' ? numberFault(found) : null;
    if (fault) return `${at}: ${fault}`;
  }
  return null;
}
