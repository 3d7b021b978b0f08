import type { Scale } from '../benchmark.ts';
import { LIMIT, numeralValue } from './numeral.ts';

const POINTS = '(?:points?|pts?\\.?|marks?|stars?|分|点|點|점)';
const TO = '[ \\t]{0,3}(?:[-\u2010-\u2015~]|\\.{2,3}|…|(?:up )?to|through|thru|until|and|至|到)[ \\t]{0,3}';
/** Both ends of a scale, each a group. */
const RANGE = `(${LIMIT})[ \\t]{0,2}(?:${POINTS})?${TO}(${LIMIT})`;
const MAX = `(${LIMIT})`;
const MOST = '(?:max(?:imum|imal)?|highest|top|full|perfect|best|total|possible)';
const IS = '[ \\t]{0,2}(?:is|of|was|are|being|would be|[:=]|为|是)?[ \\t]{0,2}';

const expression = (source: string) => new RegExp(source, 'giu');

/** Scales in so many words, wherever they stand: they say how the judge counts. */
const declared = [
  `\\bscale\\b[^.\\n\\p{N}]{0,30}?${RANGE}`,
  `${RANGE}[ -]{0,2}(?:${POINTS}[ -])?(?:(?:rating|scoring|grading|likert)[ -])?(?:scale|rating|range)\\b`,
  `\\bscale[ \\t]{0,2}(?:of|to|up to|is|[:=]|out of|max(?:imum)?(?: of)?)[ \\t]{0,2}${MAX}(?!${TO}${LIMIT})(?![ \\t]{0,2}[:/])`,
  `${MAX}[ -]?(?:point|pt|mark|star|grade|level)s?[ -]{1,2}(?:(?:likert|rating|scoring|grading)[ -])?(?:scale|rating|system)\\b`,
  `\\b${MOST}(?: (?:possible|available|attainable))? (?:score|marks?|points?|rating|grade)s?${IS}${MAX}`,
  `[满滿]分(?:应?[为是])?[ \\t:=]{0,3}${MAX}`,
  `${MAX}[ \\t]{0,2}分?[ \\t]{0,2}(?:制|[满滿]分)`,
].map(expression);

/** What else tells a scale on the line of a score. */
const beside = [
  `(?<!\\p{N}[ \\t]{0,3})\\bout[ \\t]+of[ \\t]+(?:(?:an?|the)[ \\t]+)?(?:${MOST}[ \\t]+(?:score[ \\t]+|points?[ \\t]+)?(?:of[ \\t]+)?){0,3}${MAX}`,
  `\\bmax(?:imum)?\\b[.]?(?:[ \\t]+(?:possible|score|points?|marks?)){0,2}${IS}${MAX}`,
  `${MAX}[ \\t]{0,2}(?:${POINTS}[ \\t]{1,2})?max(?:imum)?\\b`,
  `${MAX}[ \\t]{1,2}${POINTS}[ \\t]{1,2}(?:possible|available|in total|total)\\b`,
  `${MAX}[ \\t]{0,2}(?:is|being|=)[ \\t]{0,2}(?:the[ \\t]+)?(?:best|perfect|highest|max|maximum|top|excellent|full)\\b`,
  `[([{][ \\t]{0,2}(?:(?:from|between|range|scale|rated|on|in)[: \\t]{1,2})?${RANGE}(?:[ \\t,;:][^()\\[\\]{}\\n]{0,40})?[)\\]}]`,
  `\\b(?:between|from|ranging|range[sd]?)[ \\t:]{1,2}(?:from[ \\t]+|of[ \\t]+|between[ \\t]+)?${RANGE}`,
  `${RANGE}[ \\t]{0,2}分`,
].map(expression);

const anyRange = expression(RANGE);
const anyLimit = expression(`(?<![\\p{L}\\p{N}])${MAX}`);

interface Note {
  /** Null where only the highest value is told. */
  min: number | null;
  max: number;
}

/** Whether text declares, in words of scales, one on which the value may lie and that is not this one. */
export function declaresForeignScale(text: string, scale: Scale, value: number): boolean {
  return notesOf(text, declared).some((note) => !isOwn(note, scale) && value <= note.max);
}

/** Whether the line of a score tells a scale that is not this one. */
export function tellsForeignScale(text: string, scale: Scale): boolean {
  return notesOf(text, [...declared, ...beside]).some((note) => !isOwn(note, scale));
}

/**
 * Whether a note that stands with a score, `(1-10)` or `/10`, is of another scale: the numbers of a note are those of
 * its scale, or nobody can tell what they are.
 */
export function isForeignNote(note: string, scale: Scale): boolean {
  const ranges = notesOf(note, [anyRange]);
  if (ranges.length > 0)
    return ranges.some((range) => !isOwn(range, scale)) || tellsForeignScale(note, scale);
  return notesOf(note, [anyLimit]).some((limit) => !isOwn(limit, scale)) || /%|percent/i.test(note);
}

function notesOf(text: string, expressions: readonly RegExp[]): Note[] {
  return expressions.flatMap((wanted) =>
    [...text.matchAll(wanted)].map(([, ...groups]): Note => {
      const [first, second] = groups.filter((group) => group !== undefined).map(numeralValue) as [
        number,
        number?,
      ];
      if (second === undefined) return { min: null, max: first };
      return { min: Math.min(first, second), max: Math.max(first, second) };
    }),
  );
}

function isOwn({ min, max }: Note, scale: Scale): boolean {
  return max === scale.max && (min === null || min === scale.min);
}
