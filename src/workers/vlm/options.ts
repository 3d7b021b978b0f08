import { AppError } from '../../core/errors.ts';
import type { ChatCall } from '../chat.ts';
import type { Vocabulary } from './vocabulary.ts';

/** A token that begins one option and no other. */
interface Beginning {
  readonly option: number;
  readonly spelling: string;
}

export type Beginnings = ReadonlyMap<number, Beginning>;

/**
 * The first token of each spelling of each option, once each. A blank one before it is passed over: some tokenizers
 * put it before every word. A token that begins two options tells neither and counts for none; an option that
 * is left without any makes the call one that cannot be answered.
 */
export function beginningsOf({ options }: ChatCall, vocabulary: Vocabulary): Beginnings {
  const found = new Map<number, Beginning>();
  const ambiguous = new Set<number>();
  for (const [option, { spellings }] of options.entries()) {
    for (const spelling of spellings) {
      const id = firstToken(spelling, vocabulary);
      const other = found.get(id);
      if (other && other.option !== option) ambiguous.add(id);
      if (!other) found.set(id, { option, spelling });
    }
  }
  for (const id of ambiguous) found.delete(id);
  const told = new Set([...found.values()].map(({ option }) => option));
  const untold = options.find((_, option) => !told.has(option));
  if (!untold) return found;
  throw new AppError(
    'INVALID_INPUT',
    `The option ${untold.value} (${untold.spellings.map((spelling) => `"${spelling}"`).join(', ')}) begins with the same token as another option`,
  );
}

function firstToken(spelling: string, { encode, decode }: Vocabulary): number {
  const ids = encode(spelling);
  const id = ids.find((token) => decode([token]).trim() !== '') ?? ids[0];
  if (id !== undefined) return id;
  throw new AppError('INVALID_INPUT', 'A spelling of an option is empty');
}

export interface Reading {
  readonly text: string;
  /** Of each option, adding up to 1. */
  readonly probabilities: number[];
  /** Of all options together, in the whole distribution. */
  readonly mass: number;
}

/** Reads the options off the logits of the first answer position. */
export function readOptions(logits: Float32Array, beginnings: Beginnings, options: number): Reading {
  const all = logSumExp(logits);
  const among = logSumExp([...beginnings.keys()].map((id) => logits[id] as number));
  if (!Number.isFinite(all) || !Number.isFinite(among)) throw notFinite();
  const probabilities = new Array<number>(options).fill(0);
  let likeliest = Number.NEGATIVE_INFINITY;
  let text = '';
  for (const [id, { option, spelling }] of beginnings) {
    const logit = logits[id] as number;
    probabilities[option] = (probabilities[option] ?? 0) + Math.exp(logit - among);
    if (logit > likeliest) [likeliest, text] = [logit, spelling];
  }
  return { text, probabilities, mass: Math.exp(among - all) };
}

/** The likeliest token. */
export function argmax(logits: Float32Array): number {
  let best = 0;
  for (let id = 1; id < logits.length; id++) if ((logits[id] as number) > (logits[best] as number)) best = id;
  if (Number.isFinite(logits[best])) return best;
  throw notFinite();
}

function logSumExp(logits: ArrayLike<number>): number {
  let highest = Number.NEGATIVE_INFINITY;
  for (let at = 0; at < logits.length; at++) highest = Math.max(highest, logits[at] as number);
  let sum = 0;
  for (let at = 0; at < logits.length; at++) sum += Math.exp((logits[at] as number) - highest);
  return highest + Math.log(sum);
}

function notFinite(): AppError {
  return new AppError(
    'UNAVAILABLE',
    "The decoder's numbers are not finite: half precision may have overflowed",
  );
}
