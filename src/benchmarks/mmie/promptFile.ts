import { sha256 } from '../../core/canonicalJson.ts';
import { AppError } from '../../core/errors.ts';
import { pythonConstant } from '../pythonString.ts';

/** The evaluator's file of judge prompts, at the commit that scores 0 to 6. */
export const PROMPTS_PY = 'prompts.py';
export const PROMPTS_PY_SHA256 = 'ed1e1a14a4e356755c249eebbab53c6c2ff27850c3a741639eff06c1c57cfb0b';

const CONSTANTS = { SA: 'SA_SYSTEM_PROMPT', PBL: 'PBL_SYSTEM_PROMPT', MSR: 'MSR_PROMPT' } as const;

/** What the judge is told before the question, by category tag. */
export type MmiePrompts = Readonly<Record<keyof typeof CONSTANTS, string>>;

/** Reads the official prompts.py. Throws INVALID_INPUT for any other content. */
export function parsePromptsFile(text: string, expected = PROMPTS_PY_SHA256): MmiePrompts {
  const digest = sha256(text);
  if (digest !== expected) {
    throw new AppError(
      'INVALID_INPUT',
      `This is not the official ${PROMPTS_PY}: its sha256 is ${digest}, the official one ${expected}`,
    );
  }
  const constant = (name: string): string => {
    const value = pythonConstant(text, name);
    if (value === null) throw new AppError('INVALID_INPUT', `${PROMPTS_PY} has no constant ${name}`);
    return value;
  };
  return { SA: constant(CONSTANTS.SA), PBL: constant(CONSTANTS.PBL), MSR: constant(CONSTANTS.MSR) };
}
