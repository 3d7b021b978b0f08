import { OUTCOMES, type Outcome } from '../benchmarks/benchmark.ts';
import { AppError } from '../core/errors.ts';
import type { StagedScore } from '../store/bulk/stage.ts';
import { outcomeOf } from './givenScore.ts';

/** What a line may hold; `sample` is how files of scores call the sample index. */
export const FIELDS: readonly string[] = [
  'question',
  'sample',
  'sampleIndex',
  'criterion',
  'value',
  'outcome',
  'reason',
  'evidence',
];

const KNOWN: ReadonlySet<unknown> = new Set(OUTCOMES);
const MOST_SAMPLES = 1_000_000;

/** Checks one line as the input of `importScores` is checked. Throws INVALID_INPUT naming the line and the field. */
export function readFields(fields: Readonly<Record<string, unknown>>, line: number): StagedScore {
  const question = textOf(fields, 'question', line);
  const criterion = textOf(fields, 'criterion', line);
  const sampleIndex = sampleOf(fields, line);
  const value = numberIn(fields, line);
  const given = fields['outcome'] ?? null;
  if (given !== null && !KNOWN.has(given))
    refuse(line, `outcome is ${JSON.stringify(given)}, not one of ${OUTCOMES.join(', ')}`);
  const place = `line ${line}: question ${question}, criterion ${criterion}`;
  const outcome = outcomeOf(value, given as Outcome | null, place);
  const reason = fields['reason'] ?? null;
  if (reason !== null && typeof reason !== 'string') refuse(line, 'reason must be text');
  const score = {
    line,
    question,
    sampleIndex,
    criterion,
    outcome,
    value,
    reason,
    evidence: evidenceOf(fields, line),
  };
  if (`${question}${criterion}${reason ?? ''}`.includes('\0') || score.evidence?.includes('\\u0000'))
    refuse(line, 'a text holds a NUL character (\\u0000), which cannot be stored');
  return score;
}

export function refuse(line: number, complaint: string): never {
  throw new AppError('INVALID_INPUT', `line ${line}: ${complaint}`);
}

function textOf(fields: Readonly<Record<string, unknown>>, name: string, line: number): string {
  const given = fields[name];
  if (typeof given === 'string' && given !== '') return given;
  if (given === undefined || given === null || given === '') refuse(line, `${name} is missing`);
  refuse(line, `${name} must be text, is ${JSON.stringify(given)}`);
}

function sampleOf(fields: Readonly<Record<string, unknown>>, line: number): number {
  const given = fields['sampleIndex'] ?? fields['sample'] ?? 0;
  if (Number.isInteger(given) && (given as number) >= 0 && (given as number) <= MOST_SAMPLES)
    return given as number;
  refuse(line, `sampleIndex must be a whole number from 0, is ${JSON.stringify(given)}`);
}

function numberIn(fields: Readonly<Record<string, unknown>>, line: number): number | null {
  const given = fields['value'] ?? null;
  if (given === null || Number.isFinite(given)) return given as number | null;
  refuse(line, `value must be a number, is ${JSON.stringify(given)}`);
}

function evidenceOf(fields: Readonly<Record<string, unknown>>, line: number): string | null {
  const given = fields['evidence'] ?? null;
  if (given === null) return null;
  if (typeof given === 'object' && !Array.isArray(given)) return JSON.stringify(given);
  refuse(line, 'evidence must be an object');
}
