import { PYTHON_DIGIT, pythonNumber } from './python.ts';

const WORDS = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];
/** Source of the numbers zero to ten in words, for an expression with the `i` and `u` flags. */
export const NUMBER_WORD = `(?:${WORDS.join('|')})(?![\\p{L}\\p{N}])`;
const D = PYTHON_DIGIT;

/** Digits that stand alone: `3D`, `v2`, `2nd` and `1e3` are no statement of a number, and a last full stop is none of it. */
const digits = `[-+\u2212]?(?:${D}+(?:\\.${D}+)?|\\.${D}+)(?![\\p{L}\\p{N}_%])(?![,.]${D})`;

/** `3-5`, `3 to 5`, `4 or 5`: whoever writes this has not chosen. On one line: a list below is no range. */
const range = new RegExp(`^[ \\t]*(?:[-\u2010-\u2015~]|to|or|and)\\s*(?:${D}|${NUMBER_WORD})`, 'iu');

const atStart = new RegExp(`^(?:${digits})`, 'iu');
const atStartOrWord = new RegExp(`^(?:${digits}|${NUMBER_WORD})`, 'iu');
const standalone = new RegExp(`(?<![\\p{L}\\p{N}_.,/])${digits}`, 'giu');
const outOf = new RegExp(`^[ \\t*_]*(?:/|out[ \\t]+of|of)[ \\t*_]*(${digits}|${NUMBER_WORD})`, 'iu');

export interface StatedNumber {
  /** Null when the text states no single number: a range, or a number on another scale. */
  value: number | null;
  /** Text behind the number and its scale. */
  rest: string;
}

/**
 * The number that text begins with, as a person reads it: `4.5`, `−1`, `five`, `5/6`, `5 out of 6`. Undefined when
 * it begins with none. `max` is the only denominator that is understood: 8/10 is not converted.
 */
export function statedNumber(text: string, max: number, allowWords = true): StatedNumber | undefined {
  const match = (allowWords ? atStartOrWord : atStart).exec(text);
  if (!match) return undefined;

  const behind = text.slice(match[0].length);
  if (range.test(behind)) return { value: null, rest: behind };

  const scale = outOf.exec(behind);
  const isForeignScale = scale !== null && numberOf(scale[1] ?? '') !== max;
  return {
    value: isForeignScale ? null : numberOf(match[0]),
    rest: behind.slice(scale?.[0].length ?? 0),
  };
}

/** Every number in text that stands alone, words left aside: "one of the best" scores nothing. */
export function statedNumbers(text: string, max: number): StatedNumber[] {
  const found: StatedNumber[] = [];
  let end = 0;
  for (const { index } of text.matchAll(standalone)) {
    // The 6 of `5/6` is no number of its own.
    const stated = index < end ? undefined : statedNumber(text.slice(index), max, false);
    if (!stated) continue;
    found.push(stated);
    end = text.length - stated.rest.length;
  }
  return found;
}

function numberOf(text: string): number {
  const index = WORDS.indexOf(text.toLowerCase());
  return index >= 0 ? index : pythonNumber(text.replace('\u2212', '-')) + 0;
}
