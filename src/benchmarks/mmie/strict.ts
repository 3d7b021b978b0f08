import type { Outcome } from '../benchmark.ts';
import { NUMBER_WORD, type StatedNumber, statedNumber, statedNumbers } from '../statedNumber.ts';

export interface StrictReading {
  outcome: Extract<Outcome, 'SCORED' | 'UNPARSEABLE' | 'OUT_OF_RANGE'>;
  /** 0 to 6 as stated, halves kept; null unless SCORED. */
  value: number | null;
}

const MAX = 6;
const KIND = '(?:(?:my|the|final|overall|total)\\s+)*';
const EMPHASIS = '[*_`]*';

/** A heading of the score section: `### Score`, `##Final Score (0-6):`; not `### Score explanation`. Groups: wording. */
const heading = new RegExp(
  `^[ \\t]*#+[ \\t]*${EMPHASIS}(${KIND}scores?)(?![\\p{L}\\p{N}])(?![ \\t]+(?!is\\b|of\\b|out\\b|${NUMBER_WORD})\\p{L})`,
  'gimu',
);

/** A label at the start of a line or sentence: `Score: 5`, `**Score:** 5`, `- Final score = 4`, `The final score is 5`. */
const label = new RegExp(
  `(?:^[ \\t]*(?:[-*>•]+[ \\t]+)?|[.!?;][ \\t]+)${EMPHASIS}(${KIND}score)(?![\\p{L}\\p{N}])(?=${EMPHASIS}[ \\t]*(?:[([:=*]|is\\b|of\\b|[-–—]?[ \\t]*\\p{Nd}))`,
  'gimu',
);

const anyHeading = /^[ \t]*#+[ \t]*\p{L}/mu;
/** Headings of the prompt: a judge that writes one after its score has gone on to an exchange of its own making. */
const promptHeading = /^[ \t]*#+[ \t]*(?:question|answer|correct answer)\b/imu;
const scaleNote = /^[ \t]*(?:out of (?:6|six)\b|[([][^)\]\n]{0,40}(?:\d|six|max|scale)[^)\]\n]{0,40}[)\]])/iu;
const separators = /^(?:[\s*_`:=]|[-–—](?=\s)|\b(?:is|of)\b|[[(](?=\s*[\p{Nd}-]))+/iu;
/** `Score-5`: a dash glued to the label separates, one behind a space is a sign. */
const gluedDash = /^[-–—](?=\p{Nd})/u;

/**
 * Score of a reply as a careful person reads it. A heading counts before a label, a label before a reply that is
 * nothing but a number. Of several, the last one marked "final", else the last one that states anything, counts: the
 * prompt asks for the score last. A range, a foreign scale (8/10), or a section with several numbers and no total is
 * UNPARSEABLE.
 */
export function parseStrict(reply: string): StrictReading {
  const stated = inSections(reply, heading) ?? inSections(reply, label) ?? wholeReply(reply);
  const value = stated?.value ?? null;
  if (value === null) return { outcome: 'UNPARSEABLE', value: null };
  if (value < 0 || value > MAX) return { outcome: 'OUT_OF_RANGE', value: null };
  return { outcome: 'SCORED', value };
}

function inSections(reply: string, opening: RegExp): StatedNumber | undefined {
  const openings = [...reply.matchAll(opening)];
  const first = openings[0];
  if (!first) return undefined;

  const end = first.index + first[0].length;
  const runOn = promptHeading.exec(reply.slice(end));
  const limit = runOn ? end + runOn.index : reply.length;

  const found = openings
    .filter(({ index }) => index < limit)
    .map((match, position, kept) => {
      const from = match.index + match[0].length;
      const section = reply.slice(from, kept[position + 1]?.index ?? limit);
      return { isFinal: /final/i.test(match[1] ?? ''), stated: inSection(section) };
    });
  const stating = found.filter(({ stated }) => stated !== undefined);
  return (stating.findLast(({ isFinal }) => isFinal) ?? stating.at(-1))?.stated;
}

/** What the text behind the word "score" states; undefined when it holds no number. */
function inSection(section: string): StatedNumber | undefined {
  const unmarked = section.replace(/^[*_`]+/, '').replace(scaleNote, '');
  const body = unmarked.replace(gluedDash, '').replace(separators, '');
  const direct = statedNumber(body, MAX);
  if (direct && !isListNumber(direct, body)) return direct;

  const own = body.slice(0, anyHeading.exec(body)?.index);
  return inProse(own);
}

/** `1) Text quality: 1` or `1. Text quality` with a second item below: a number of a list, not a score. */
function isListNumber({ rest }: StatedNumber, body: string): boolean {
  if (/^[)]\s/u.test(rest)) return true;
  return /^\.[ \t]+\S/u.test(rest) && /^[ \t]*2[.)][ \t]/mu.test(body);
}

/** Prose or a breakdown: the line that names a total, else the one number there is. */
function inProse(text: string): StatedNumber | undefined {
  const total = text.split('\n').findLast((line) => /\b(?:total|overall|final)\b/i.test(line));
  const numbers = total === undefined ? [] : statedNumbers(total, MAX);
  const candidates = numbers.length > 0 ? numbers : statedNumbers(text, MAX);
  const values = new Set(candidates.map(({ value }) => value));
  return values.size > 1 ? { value: null, rest: '' } : candidates[0];
}

function wholeReply(reply: string): StatedNumber | undefined {
  const stated = statedNumber(reply.trim().replace(/^[*_`]+/, ''), MAX);
  return stated && /^[\s*_`.]*$/u.test(stated.rest) ? stated : undefined;
}
