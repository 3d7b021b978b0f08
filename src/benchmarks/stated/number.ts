import type { Scale } from '../benchmark.ts';
import { DIGITS, LIMIT, NUMBER_WORD, numeralValue } from './numeral.ts';
import { isForeignNote, tellsForeignScale } from './scale.ts';

/** Longest line that is looked at behind a number. */
const LINE = 300;

const atStart = new RegExp(`^(?:${DIGITS})`, 'iu');
const atStartOrWord = new RegExp(`^(?:${DIGITS}|${NUMBER_WORD})`, 'iu');
const standalone = new RegExp(`(?<![\\p{L}\\p{N}_.,/]|\\p{L}-)${DIGITS}`, 'giu');

/** `3-5`, `3 to 5`, `4 or 5`: whoever writes this has not chosen. On one line: a list below is no range. */
const range = new RegExp(
  `^[ \\t]*(?:[-\u2010-\u2015~/]?[ \\t]*\\bor\\b|[-\u2010-\u2015~]|to|and|至|到|或)\\s*(?:\\d|${NUMBER_WORD})`,
  'iu',
);
/** `5?`, `4+`, `4-`, `4±1`: not quite the number. */
const vague = /^(?:[ \t*_]*\?|[+±]|-(?=\s|$))/u;
const secondThoughts =
  /\b(?:or|maybe|perhaps|possibly|actually|rather|wait|alternatively|instead|reconsider(?:ing|ed)?|second thoughts?|on reflection)\b[^\n]{0,60}\d/iu;

const aside = /[([{]([^()[\]{}\n]{0,80})[)\]}]/gu;
/** Where what follows is no longer about the number but about the reasons for it. */
const clauseEnd =
  /^[.:)\]](?!\d)|\n|[.;!?。；！？](?=\s|$|\p{Script=Han})|,(?=\s|\p{L}|$)|、|:(?!\d)|\s[-\u2010-\u2015]{1,2}\s|\u2014|\b(?:because|since|as|due|given|but|although|though|while|for|which|with|where|when|if)\b/iu;
const outOfWords = new RegExp(
  `^[ \\t*_]*(?:\\p{L}+[ \\t]+)?(?:/|out[ \\t]+of|of|from|over)[ \\t*_]*(?:(?:an?|the|possible|max(?:imum)?|total|of)[ \\t]+){0,4}${LIMIT}`,
  'iu',
);
/** Counted things, not the end of a scale: `4 of the 6 pictures`. */
const ofThings = new RegExp(
  `\\bof[ \\t]+(?:the|these|those|its|all|my)[ \\t]+${LIMIT}[ \\t]+(?!possible|points?|marks?|max|total|available)\\p{L}`,
  'iu',
);
const lastLimit = new RegExp(
  `^.*(?<![\\p{L}\\p{N}])${LIMIT}[ \\t]*(?:points?|pts|marks?|stars?|scale|max(?:imum)?|分)?[)\\]*_%]*`,
  'isu',
);
const share = /[ \t]*(?:=|≈|~|or|i\.e\.|that is)?[ \t]*(\d+(?:\.\d+)?)[ \t]*(?:%|percent|per cent|pct)/iu;
const stars = /^[ \t*_]*(?:stars?\b|[★⭐*]\p{Emoji_Presentation})/iu;
const loneLimit = new RegExp(
  `^[\\s*_/=]*(?:(?:out[ \\t]+of|of|from|over|on|sur|von|de)[ \\t]+)?${LIMIT}(?:[ \\t]*[-\u2010-\u2015~][ \\t]*${LIMIT})?[\\s*_]*(?:points?|pts|marks?|stars?|[ \\t-]*(?:point|star)s?|分)?[\\s*_]*$`,
  'iu',
);
/** How a line begins that only explains the score above it. */
const scaleLine =
  /^[ \t*_([>]*(?:\/|out of\b|of\b|on a scale\b|scale\b|max|from\b|range\b|(?:rating|score|scoring) (?:scale|range)\b|[满滿]分|where\b|note\b|with\b)/iu;

/** Words behind a number that it does not count: `2 because …`, `2 all objects are there`, but not `3 dogs`. */
const uncounted =
  /^[ \t]+(?:the|all|none|some|no|not|nothing|there|this|that|these|those|it|its|they|because|since|as|every|each|for|out|on|in|and|but|so|is|was|overall|due|given|with|which|where|when|if|at|by|points?|pts|marks?)\b/iu;

export interface StatedNumber {
  /** Null when the text states no single number: a range, or a number on another scale. */
  value: number | null;
  /** Text behind the number and its scale. */
  rest: string;
}

/**
 * The number that plain text begins with, as a person reads it: `4.5`, `five`, `5/6`, `5 out of 6`. Undefined when it
 * begins with none. A number on any other scale is not converted: 8/10, `4 (max 10)`, 80 %.
 */
export function statedNumber(text: string, scale: Scale, allowWords = true): StatedNumber | undefined {
  const match = (allowWords ? atStartOrWord : atStart).exec(text);
  if (!match) return undefined;

  const value = numeralValue(match[0]);
  const behind = text.slice(match[0].length);
  const none = { value: null, rest: behind };
  if (vague.test(behind) || range.test(behind)) return none;

  const masked = withoutAsides(behind.slice(0, LINE));
  if (masked.asides.some((content) => isForeignAside(content, scale, value))) return none;
  const clause = masked.text.slice(0, clauseEnd.exec(masked.text)?.index);
  const numbers = clause.replace(share, (said, percent) =>
    isShare(Number(percent), value, scale) ? '' : said,
  );
  const note = /[\p{N}%]|percent/iu.test(numbers) ? numbers : outOfWords.exec(numbers)?.[0];
  if (note === undefined && stars.test(behind)) return none;
  if (note !== undefined && (isForeignNote(note, scale) || ofThings.test(note) || /\p{No}/u.test(note)))
    return none;

  const line = lineOf(behind);
  if (tellsForeignScale(line, scale) || secondThoughts.test(line)) return none;
  if (linesBelow(behind).some((below) => isForeignLine(below, scale))) return none;
  const told = note === undefined ? 0 : (lastLimit.exec(clause)?.[0].length ?? 0);
  return { value, rest: behind.slice(told) };
}

/** Every number in plain text that stands alone, words left aside: "one of the best" scores nothing. */
export function statedNumbers(text: string, scale: Scale): StatedNumber[] {
  const found: StatedNumber[] = [];
  let end = 0;
  for (const { index } of text.matchAll(standalone)) {
    // The 6 of `5/6` is no number of its own.
    const stated = index < end ? undefined : statedNumber(text.slice(index), scale, false);
    if (!stated) continue;
    found.push(stated);
    end = text.length - stated.rest.length;
  }
  return found;
}

/** Whether a number followed by `rest` counts things rather than standing for itself. */
export function isCount({ rest }: StatedNumber): boolean {
  return /^[ \t]*\p{L}/u.test(rest) && !/^[ \t]*[分点點점](?!\p{L})/u.test(rest) && !uncounted.test(rest);
}

function isForeignAside(content: string, scale: Scale, value: number): boolean {
  const [, percent] = share.exec(content) ?? [];
  if (percent !== undefined && !isShare(Number(percent), value, scale)) return true;
  if (tellsForeignScale(content, scale) || tellsForeignScale(`(${content})`, scale)) return true;
  if (percent !== undefined || !loneLimit.test(content)) return false;
  // `5 (five)` says it twice.
  const again = statedWhole(content);
  return again !== value && isForeignNote(content, scale);
}

function statedWhole(content: string): number | null {
  const match = atStartOrWord.exec(content.trim());
  return match && match[0].length === content.trim().length ? numeralValue(match[0]) : null;
}

/** 67 % is what 4 of 6 come to. */
function isShare(percent: number, value: number, { min, max }: Scale): boolean {
  return Math.abs(percent - (100 * (value - min)) / (max - min)) <= 1;
}

/** The line that text begins with, brackets blanked, and what stood in those of its first clause. */
function withoutAsides(window: string): { text: string; asides: string[] } {
  const line = lineOf(window);
  const text = line.replaceAll(aside, (brackets) => ' '.repeat(brackets.length));
  const end = clauseEnd.exec(text)?.index ?? text.length;
  const asides = [...line.matchAll(aside)]
    .filter(({ index }) => index <= end + 2)
    .map(([, content = '']) => content);
  return { text, asides };
}

function lineOf(text: string): string {
  const window = text.slice(0, LINE);
  const end = window.indexOf('\n');
  return end < 0 ? window : window.slice(0, end);
}

/** The next two lines that are not blank. */
function linesBelow(text: string): string[] {
  const window = text.slice(0, 2 * LINE);
  return window
    .split('\n')
    .slice(1)
    .filter((line) => line.trim() !== '')
    .slice(0, 2);
}

function isForeignLine(line: string, scale: Scale): boolean {
  if (!scaleLine.test(line)) return false;
  return (
    tellsForeignScale(line, scale) ||
    (loneLimit.test(line.replace(/^[\s*_([>]+|[)\]]\s*$/g, '')) && isForeignNote(line, scale))
  );
}
