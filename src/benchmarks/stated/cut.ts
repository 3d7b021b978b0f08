/** Where a clause ends within a line, so that what it says is said. */
const clauseEnd = /[.,;:!?)\]](?=\s*\p{L})|[。，；！？]|\s[-\u2010-\u2015]\s(?=\p{L})/gu;

/** Words with which a judge goes on to say of which scale a number is. */
const SCALE_WORDS = [
  'out',
  'of',
  'on',
  'from',
  'in',
  'over',
  'max',
  'maximum',
  'scale',
  'where',
  'with',
  'points',
  'stars',
  'percent',
  'or',
  'to',
  'maybe',
  'perhaps',
];

/**
 * The part of a reply that was cut off at its most tokens of which nothing is missing: its whole lines, and of the last
 * one the clauses that are at an end, unless what follows them may be about to name a scale.
 */
export function wholePart(reply: string): string {
  const lineStart = reply.lastIndexOf('\n') + 1;
  const last = reply.slice(lineStart);
  const end = [...last.matchAll(clauseEnd)].at(-1);
  if (!end) return reply.slice(0, lineStart);
  const at = end.index + end[0].length;
  return reply.slice(0, lineStart) + (beginsScale(last.slice(at)) ? '' : last.slice(0, at));
}

/** Whether text may be about to name a scale. Its last word may itself be cut: "o" may become "out". */
export function beginsScale(rest: string): boolean {
  const words = rest.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  const [first = ''] = words;
  return (
    SCALE_WORDS.some((word) => (words.length === 1 ? word.startsWith(first) : word === first)) ||
    /\d/.test(rest)
  );
}
