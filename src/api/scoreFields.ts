import { OUTCOMES, type Outcome } from '../benchmarks/benchmark.ts';
import { AppError } from '../core/errors.ts';
import { jsonFault, MOST_REASON, nameFault } from '../core/storable.ts';
import { numberComplaint, readNumber } from '../core/tables/cells.ts';
import { EXPORT_NAMES, given as givenIn, rivalNames, SCORE_NAMES } from '../core/tables/scoreColumns.ts';
import type { StagedScore } from '../store/bulk/stage.ts';
import { outcomeOf } from './givenScore.ts';

/** What a line may hold that is read. */
export const FIELDS: readonly string[] = [...Object.values(SCORE_NAMES).flat(), 'evidence'];

const TAKEN: ReadonlySet<string> = new Set([...FIELDS, ...EXPORT_NAMES]);
const SAMES: ReadonlySet<string> = new Set([
  ...SCORE_NAMES.sample.slice(1),
  ...SCORE_NAMES.official.slice(1),
]);

/** Throws for a name that is not known, and for two that mean the same. */
export function checkNames(names: Iterable<string>, line: number, what: 'field' | 'column'): void {
  let mayRival = false;
  for (const name of names) {
    if (!TAKEN.has(name)) refuse(line, `there is no ${what} "${name}"; there are ${FIELDS.join(', ')}`);
    mayRival ||= SAMES.has(name);
  }
  const rivals = mayRival ? rivalNames(names) : null;
  if (rivals) refuse(line, `${rivals} are the same; keep one of them`);
}

/** Refuses lines of a second evaluation, as an export of several holds them: which one is meant cannot be told. */
export function openOneEvaluation(): (fields: Readonly<Record<string, unknown>>, line: number) => void {
  let first: { id: unknown; line: number } | null = null;
  return (fields, line) => {
    const id = fields['evaluation_id'];
    if (id === undefined) return;
    first ??= { id, line };
    if (id !== first.id)
      refuse(line, `it is of another evaluation than line ${first.line}; send one evaluation at a time`);
  };
}

const KNOWN: ReadonlySet<unknown> = new Set(OUTCOMES);
const MOST_SAMPLES = 1_000_000;

/** Checks one line as the input of `importScores` is checked. Throws INVALID_INPUT naming the line and the field. */
export function readFields(fields: Readonly<Record<string, unknown>>, line: number): StagedScore {
  const question = questionOf(fields, line);
  const criterion = textOf(fields, 'criterion', line);
  const sampleIndex = sampleOf(fields, line);
  const value = numberIn(fields['value'], 'value', line);
  const official = givenIn(fields, SCORE_NAMES.official);
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
    officialValue: official === undefined ? value : numberIn(official, 'officialValue', line),
    reason,
    evidence: evidenceOf(fields, line),
  };
  const faults = {
    question: nameFault(question),
    criterion: nameFault(criterion),
    reason: reasonFault(reason),
  };
  for (const [name, fault] of Object.entries(faults)) if (fault) refuse(line, `${name}: ${fault}`);
  return score;
}

const reasonFault = (reason: string | null): string | null =>
  reason === null ? null : nameFault(reason, MOST_REASON);

export function refuse(line: number, complaint: string): never {
  throw new AppError('INVALID_INPUT', `line ${line}: ${complaint}`);
}

/** A table that took ids for numbers has a number. */
function questionOf(fields: Readonly<Record<string, unknown>>, line: number): string {
  const given = fields['question'];
  return typeof given === 'number' && Number.isFinite(given)
    ? String(given)
    : textOf(fields, 'question', line);
}

function textOf(fields: Readonly<Record<string, unknown>>, name: string, line: number): string {
  const given = fields[name];
  if (typeof given === 'string' && given !== '') return given;
  if (given === undefined || given === null || given === '') refuse(line, `${name} is missing`);
  refuse(line, `${name} must be text, is ${JSON.stringify(given)}`);
}

function sampleOf(fields: Readonly<Record<string, unknown>>, line: number): number {
  const given = givenIn(fields, SCORE_NAMES.sample) ?? 0;
  if (Number.isInteger(given) && (given as number) >= 0 && (given as number) <= MOST_SAMPLES)
    return given as number;
  refuse(line, `sampleIndex must be a whole number from 0, is ${JSON.stringify(given)}`);
}

function numberIn(given: unknown, name: string, line: number): number | null {
  const number = typeof given === 'string' ? undefined : readNumber(given);
  if (number !== undefined) return number;
  refuse(line, `${name} ${numberComplaint(given)}`);
}

function evidenceOf(fields: Readonly<Record<string, unknown>>, line: number): string | null {
  const given = fields['evidence'] ?? null;
  if (given === null) return null;
  if (typeof given !== 'object' || Array.isArray(given)) refuse(line, 'evidence must be an object');
  const fault = jsonFault(given, 'evidence');
  if (fault) refuse(line, fault);
  return JSON.stringify(given);
}
