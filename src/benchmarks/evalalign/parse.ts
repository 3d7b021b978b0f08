import type { Outcome } from '../benchmark.ts';
import { PYTHON_DIGIT, pythonNumber } from '../python.ts';
import type { Dimension, Skill } from './skills.ts';
import { parseStrict } from './strict.ts';

/** Counts up whenever a reply may be read otherwise than before; part of a judge's revision. */
export const EVALALIGN_PARSER = 'assay-evalalign/2';

export interface EvalAlignReading {
  /** Outcome and value as strictly read: an option of the question, or a reason why there is none. */
  outcome: Extract<Outcome, 'SCORED' | 'NOT_APPLICABLE' | 'UNPARSEABLE' | 'OUT_OF_RANGE'>;
  value: number | null;
  /** What the script adds up; null only for faithfulness −1, which it takes out of the denominator. */
  officialValue: number | null;
}

const firstInteger: Readonly<Record<Dimension, RegExp>> = {
  faithfulness: new RegExp(`-?${PYTHON_DIGIT}+`, 'u'),
  // Without a sign: the alignment script reads "-1" as 1.
  alignment: new RegExp(`${PYTHON_DIGIT}+`, 'u'),
};

/**
 * First integer of a reply as the scripts read it (test_faithfulness.py `-?\d+`, test_alignment.py `\d+`). A reply
 * without a digit is 0 and counts; the value is not held to the scale. Exact up to 2^53.
 */
export function officialInteger(reply: string, dimension: Dimension): number {
  const match = firstInteger[dimension].exec(reply);
  return match ? pythonNumber(match[0]) + 0 : 0;
}

/** Beyond it squares of squares pass the largest double; the script's mean would say nothing, or it dies of it. */
const MOST_OFFICIAL = 1e60;

/**
 * Both readings of one reply. −1 of any faithfulness skill leaves the script's count, offered as an option or not; a
 * number of more than sixty digits is left out of ours.
 */
export function parseReply(reply: string, skill: Skill, isCut = false): EvalAlignReading {
  const integer = officialInteger(reply, skill.dimension);
  const isLeftOut = skill.dimension === 'faithfulness' && integer === -1;
  const isCounted = !isLeftOut && Math.abs(integer) <= MOST_OFFICIAL;
  return { ...parseStrict(reply, skill, isCut), officialValue: isCounted ? integer : null };
}
