import type { Outcome } from '../benchmark.ts';
import { PYTHON_DIGIT, pythonNumber } from '../python.ts';
import { statedNumbers } from '../statedNumber.ts';
import { type Dimension, EVALALIGN_SCALES, type Skill } from './skills.ts';

/** Counts up whenever a reply may be read otherwise than before; part of a judge's revision. */
export const EVALALIGN_PARSER = 'assay-evalalign/1';

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

/** Both readings of one reply. −1 of any faithfulness skill leaves the script's count, offered as an option or not. */
export function parseReply(reply: string, skill: Skill): EvalAlignReading {
  const integer = officialInteger(reply, skill.dimension);
  const isLeftOut = skill.dimension === 'faithfulness' && integer === -1;
  return { ...parseStrict(reply, skill), officialValue: isLeftOut ? null : integer };
}

/**
 * The first number that stands alone, sign included, as stated: a half stays a half, and a range or another scale is
 * UNPARSEABLE. −1 is an answer only where the question offers it.
 */
export function parseStrict(reply: string, skill: Skill): Omit<EvalAlignReading, 'officialValue'> {
  const { min, max } = EVALALIGN_SCALES[skill.dimension];
  const value = statedNumbers(reply, max)[0]?.value ?? null;
  if (value === null) return { outcome: 'UNPARSEABLE', value: null };
  if (value === -1 && skill.mayNotApply) return { outcome: 'NOT_APPLICABLE', value: null };
  if (value < min || value > max) return { outcome: 'OUT_OF_RANGE', value: null };
  return { outcome: 'SCORED', value };
}
