/** What pandas reads as no value, which is what tables mean by it. */
const NOTHING = /^(nan|-nan|n\/a|na|#n\/a|<na>|null|none|nat)?$/i;
const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const INFINITE = /^([+-]?)inf(inity)?$/i;

/** Whether a cell says that there is no value. */
export const isNothing = (given: unknown): boolean =>
  given === null ||
  given === undefined ||
  Number.isNaN(given) ||
  (typeof given === 'string' && NOTHING.test(given.trim()));

/** The number that a cell or a field gives, true being 1; null where it gives none, undefined where it is no number. */
export function readNumber(given: unknown): number | null | undefined {
  if (typeof given === 'number')
    return Number.isFinite(given) ? given : Number.isNaN(given) ? null : undefined;
  if (given === null || given === undefined) return null;
  if (typeof given === 'boolean' || typeof given === 'bigint') return Number(given);
  if (typeof given !== 'string') return undefined;
  const text = given.trim();
  if (DECIMAL.test(text)) return finite(Number(text));
  if (NOTHING.test(text)) return null;
  const word = text.toLowerCase();
  return word === 'true' ? 1 : word === 'false' ? 0 : undefined;
}

const finite = (number: number): number | undefined => (Number.isFinite(number) ? number : undefined);

/** Why `readNumber` finds no number: the end of a sentence that begins with the field's name. */
export function numberComplaint(given: unknown): string {
  if (typeof given === 'number') return `must be a number, is ${given}`;
  if (typeof given !== 'string') return `must be a number, is ${JSON.stringify(given) ?? typeof given}`;
  const text = given.trim();
  const [, sign] = INFINITE.exec(text) ?? [];
  if (sign !== undefined) return `must be a number, is ${sign === '-' ? '-' : ''}Infinity`;
  if (DECIMAL.test(text) && !Number.isFinite(Number(text)))
    return `must be a number that fits 64 bits, is ${text}`;
  const hint = /^[+-]?\d+,\d+$/.test(text) ? ': write it with a point' : '';
  return `must be a number, is ${JSON.stringify(given)}${hint}`;
}

/** The name that is there twice; null where each is there once. */
export function doubledName(names: readonly string[]): string | null {
  const seen = new Set<string>();
  for (const name of names) {
    if (seen.has(name)) return name;
    seen.add(name);
  }
  return null;
}
