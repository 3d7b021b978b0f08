import type { Outcome } from '../benchmark.ts';
import { wholePart } from '../stated/cut.ts';
import { isCount, type StatedNumber, statedNumber, statedNumbers } from '../stated/number.ts';
import { NUMBER_WORD } from '../stated/numeral.ts';
import { plainText } from '../stated/plain.ts';
import { declaresForeignScale, isForeignNote } from '../stated/scale.ts';
import { spoken } from '../stated/thinking.ts';

export interface StrictReading {
  outcome: Extract<Outcome, 'SCORED' | 'UNPARSEABLE' | 'OUT_OF_RANGE'>;
  /** 0 to 6 as stated, halves kept; null unless SCORED. */
  value: number | null;
}

const SCALE = { min: 0, max: 6 } as const;
const KIND = '(?:(?:my|the|final|overall|total)\\s+)*';
const CHINESE = '(?:最终|最后|总体|综合)?(?:评分|得分|分数|总分)';
const EMPHASIS = '[*_`]*';
/** How a label goes on to tell the scale before its number. */
const SCALE_LEAD = `(?:out of|on an?|from|between|range|scale|max|/)[ \\t]*[\\p{L}\\p{Nd}(]`;

/** A heading of the score section: `### Score`, `##Final Score (0-6):`; not `### Score explanation`. Groups: wording. */
const heading = new RegExp(
  `^[ \\t]*#+[ \\t]*${EMPHASIS}(${KIND}scores?(?![\\p{L}\\p{N}])(?![ \\t]+(?!is\\b|of\\b|${SCALE_LEAD}|${NUMBER_WORD})\\p{L})|${CHINESE})`,
  'gimu',
);

/** A label at the start of a line or sentence: `Score: 5`, `**Score:** 5`, `- Final score = 4`, `The final score is 5`. */
const label = new RegExp(
  `(?:^[ \\t]*(?:[-*>•]+[ \\t]+)?|[.!?;。！？；][ \\t]*)${EMPHASIS}(${KIND}score(?![\\p{L}\\p{N}])|${CHINESE})(?=${EMPHASIS}[ \\t]*(?:[([{:=*]|is\\b|of\\b|[为是]|${SCALE_LEAD}|[-–—]?[ \\t]*\\p{Nd}))`,
  'gimu',
);

const anyHeading = /^[ \t]*#+[ \t]*\p{L}/mu;
/** Headings of the prompt: a judge that writes one after its score has gone on to an exchange of its own making. */
const promptHeading = /^[ \t]*#+[ \t]*(?:question|answer|correct answer)\b/imu;
/** The line before, or the words before on the line, say that what follows is an example. */
const exampleBefore =
  /\b(?:examples?|e\.g\.|for instance|sample|template|format)\b[^\n]{0,60}\n{0,3}[^\n]{0,40}$/iu;

/** `(0-6)`, `[out of 6]`: what stands in brackets behind the word "score". */
const bracketNote = /^[ \t]*[([{]([^()[\]{}\n]{0,60})[)\]}]/u;
/** `out of 6:`, `on a scale of 0 to 6:`, `0-6:`, `/6:`; not the `of` of "a score of 4". */
const wordNote = new RegExp(
  `^[ \\t]*((?:${SCALE_LEAD})[^:=\\n]{0,60}|\\d+[ \\t]*[-\u2010-\u2015~][ \\t]*\\d+[ \\t]*)(?=[:=]|\\n)`,
  'iu',
);
const separators = /^(?:[\s*_`:=]|[-–—](?=\s)|\b(?:is|of)\b|[为是]|[[(](?=[\s[(]*[\p{Nd}.-]))+/iu;
/** `Score-5`: a dash glued to the label separates, one behind a space is a sign. */
const gluedDash = /^[-–—](?=\p{Nd})/u;
const UNCLEAR: StatedNumber = { value: null, rest: '' };

/**
 * Score of a reply as a careful person reads it, thinking aside. A heading counts before a label, a label before a reply that is
 * nothing but a number. Of several headings, the last one marked "final", else the last one that states anything,
 * counts: the prompt asks for the score last; labels that differ cancel out. A range, another scale than 0 to 6
 * wherever it is told, or a section with several numbers and no total is UNPARSEABLE. Of a reply that was cut off only
 * a score that stands whole counts.
 */
export function parseStrict(reply: string, isCut = false): StrictReading {
  const text = plainText(spoken(reply));
  const stated = isCut ? statedOfCut(text) : statedIn(text);
  const value = stated?.value ?? null;
  if (value === null || declaresForeignScale(text, SCALE, value))
    return { outcome: 'UNPARSEABLE', value: null };
  if (value < SCALE.min || value > SCALE.max) return { outcome: 'OUT_OF_RANGE', value: null };
  return { outcome: 'SCORED', value };
}

function statedIn(text: string): StatedNumber | undefined {
  return inHeadings(text) ?? inLabels(text) ?? wholeReply(text);
}

/** Prose may yet go on to another number, so only what stands right behind a heading or label is taken. */
function statedOfCut(text: string): StatedNumber | undefined {
  const whole = wholePart(text);
  const stated = inHeadings(whole, true) ?? inLabels(whole, true);
  const all = inHeadings(text, true) ?? inLabels(text, true);
  return stated?.value === all?.value ? stated : undefined;
}

interface Section {
  isFinal: boolean;
  stated: StatedNumber | undefined;
}

function inHeadings(text: string, isCut = false): StatedNumber | undefined {
  const sections = sectionsOf(text, heading, isCut);
  const stating = sections.filter(({ stated }) => stated !== undefined);
  return (stating.findLast(({ isFinal }) => isFinal) ?? stating.at(-1))?.stated;
}

function inLabels(text: string, isCut = false): StatedNumber | undefined {
  const sections = sectionsOf(text, label, isCut);
  const stating = sections.filter(({ stated }) => stated !== undefined);
  const last = stating.findLast(({ isFinal }) => isFinal);
  if (last) return last.stated;
  const values = new Set(stating.flatMap(({ stated }) => stated?.value ?? []));
  return values.size > 1 ? UNCLEAR : stating.at(-1)?.stated;
}

function sectionsOf(text: string, opening: RegExp, isCut: boolean): Section[] {
  const openings = [...text.matchAll(opening)];
  const first = openings[0];
  if (!first) return [];

  const end = first.index + first[0].length;
  const runOn = promptHeading.exec(text.slice(end));
  const limit = runOn ? end + runOn.index : text.length;
  const kept = openings.filter(({ index }) => index < limit);
  return kept.flatMap((match, position) => {
    const isExample =
      position > 0 && exampleBefore.test(text.slice(Math.max(0, match.index - 120), match.index));
    if (isExample) return [];
    const from = match.index + match[0].length;
    const section = text.slice(from, kept[position + 1]?.index ?? limit);
    return [{ isFinal: /final|最终/i.test(match[1] ?? ''), stated: inSection(section, isCut) }];
  });
}

/** What the text behind the word "score" states; undefined when it holds no number. */
function inSection(section: string, isCut: boolean): StatedNumber | undefined {
  const { isForeign, body } = behindNotes(section.replace(/^[*_`]+/, ''));
  const direct = statedNumber(body, SCALE);
  if (isForeign) return UNCLEAR;
  if (direct && !isListNumber(direct, body)) return direct;
  if (isCut) return undefined;

  const own = body.slice(0, anyHeading.exec(body)?.index);
  return inProse(own);
}

/** What is left behind notes of the scale and separators, in whatever order they come. */
function behindNotes(section: string): { isForeign: boolean; body: string } {
  let body = section.replace(gluedDash, '');
  let isForeign = false;
  for (;;) {
    const note = noteOf(body);
    const separated = note ? body.slice(note.length) : body.replace(separators, '');
    if (note && isForeignNote(note, SCALE)) isForeign = true;
    if (separated.length === body.length) return { isForeign, body };
    body = separated;
  }
}

/** A note of the scale that text begins with. Brackets around nothing but a number are one where a number follows. */
function noteOf(text: string): string | null {
  const bracket = bracketNote.exec(text);
  if (bracket) {
    const [note, content = ''] = bracket;
    if (!/[\p{N}%]|max|scale|six|ten|five|hundred/iu.test(content)) return null;
    const isNumber =
      statedNumber(content.trim(), SCALE)?.rest.trim() === '' || /^[\s*_]*[-+]?[\d.]+[\s*_]*$/u.test(content);
    const follows = text.slice(note.length).replace(separators, '');
    return isNumber && !statedNumber(follows, SCALE) ? null : note;
  }
  return wordNote.exec(text)?.[0] ?? null;
}

/** `1) Text quality: 1` or `1. Text quality` with a second item below: a number of a list, not a score. */
function isListNumber({ rest }: StatedNumber, body: string): boolean {
  if (/^[)]\s/u.test(rest)) return true;
  return /^\.[ \t]+\S/u.test(rest) && /^[ \t]*2[.)][ \t]/mu.test(body);
}

/** Prose or a breakdown: the line that names a total, else the one number there is. */
function inProse(text: string): StatedNumber | undefined {
  const total = text.split('\n').findLast((line) => /\b(?:total|overall|final)\b/i.test(line));
  const numbers = total === undefined ? [] : statedNumbers(total, SCALE);
  const candidates = numbers.length > 0 ? numbers : statedNumbers(text, SCALE);
  const values = new Set(candidates.map(({ value }) => value));
  if (values.size > 1) return UNCLEAR;
  const [only] = candidates;
  return only && isCount(only) ? UNCLEAR : only;
}

function wholeReply(text: string): StatedNumber | undefined {
  const stated = statedNumber(text.trim().replace(/^[*_`]+/, ''), SCALE);
  return stated && /^[\s*_`.]*$/u.test(stated.rest) ? stated : undefined;
}
