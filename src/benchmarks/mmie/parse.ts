import type { Outcome } from '../benchmark.ts';
import { PYTHON_DIGIT, pythonNumber, pythonRound } from '../python.ts';
import { parseStrict } from './strict.ts';

export const MMIE_SCALE = { min: 0, max: 6 } as const;

/** Counts up whenever a reply may be read otherwise than before; part of a judge's revision. */
export const MMIE_PARSER = 'assay-mmie/2';

export interface OfficialReading {
  outcome: Extract<Outcome, 'SCORED' | 'UNPARSEABLE' | 'OUT_OF_RANGE'>;
  /** What the script read, rounded to an integer, even when it then left it out; null when it read nothing. */
  value: number | null;
  /** What the script averaged: an integer 0 to 6, null where the reply is in neither numerator nor denominator. */
  officialValue: number | null;
}

const HEADING = '### Score';
const firstNumber = new RegExp(`-?${PYTHON_DIGIT}+(?:\\.${PYTHON_DIGIT}+)?`, 'u');

/**
 * Score of a reply as main.py's `find_score` reads it: `### Score.*?(-?\d+(\.\d+)?)` with DOTALL, first match, then
 * Python's `round`. A number too large for a float, on which the script dies, is OUT_OF_RANGE.
 */
export function parseOfficial(reply: string): OfficialReading {
  // The lazy expression equals "the first number after the first heading", which costs linear time on any reply.
  const start = reply.indexOf(HEADING);
  const match = start < 0 ? null : firstNumber.exec(reply.slice(start + HEADING.length));
  if (!match) return { outcome: 'UNPARSEABLE', value: null, officialValue: null };

  const value = pythonRound(pythonNumber(match[0]));
  const isKept = value >= MMIE_SCALE.min && value <= MMIE_SCALE.max;
  return isKept
    ? { outcome: 'SCORED', value, officialValue: value }
    : { outcome: 'OUT_OF_RANGE', value, officialValue: null };
}

export interface Reading {
  /** Outcome and value as strictly read. */
  outcome: Outcome;
  value: number | null;
  /** What the published script counts; null where it leaves the reply out. */
  officialValue: number | null;
}

/** Both readings of one reply, as a score row stores them. */
export function parseReply(reply: string, isCut = false): Reading {
  return { ...parseStrict(reply, isCut), officialValue: parseOfficial(reply).officialValue };
}
