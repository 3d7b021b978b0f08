/**
 * The same JSON value with what a database cannot keep in text, NUL and halves of surrogate pairs, replaced by
 * U+FFFD. Judges do emit them, and none of our parsers reads either character.
 */
export function storable(value: unknown): unknown {
  if (typeof value === 'string')
    return value.isWellFormed() && !value.includes('\0')
      ? value
      : value.toWellFormed().replaceAll('\0', '\ufffd');
  if (Array.isArray(value)) return value.map(storable);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [storable(key), storable(field)]));
}
