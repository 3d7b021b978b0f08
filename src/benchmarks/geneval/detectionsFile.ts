import { z } from 'zod';
import { AppError } from '../../core/errors.ts';
import { PythonFloat } from '../pythonJson.ts';
import type { Detection } from './decide.ts';
import { CLASS_NAMES } from './names.ts';
import { type GenevalRecord, genevalRecord } from './record.ts';

/** What a detector saw in one picture: one line of a detections file. */
export interface DetectionsLine {
  /** Line of the prompt in the metadata file, counted from 0. */
  promptIndex: number;
  filename: string;
  detections: Detection[];
}

/** A prompt's rule, and the same as its file gives it: every key, floats told from integers. */
export interface RecordAsGiven {
  record: GenevalRecord;
  given: unknown;
}

const detection = z.object({
  class: z.enum(CLASS_NAMES),
  score: z.number(),
  box: z.tuple([z.number(), z.number(), z.number(), z.number()], {
    error: 'must be four numbers [x1, y1, x2, y2]',
  }),
  color: z.string().nullish(),
});

const line = z.object({
  promptIndex: z.number().int().min(0),
  filename: z.string(),
  detections: z.array(detection),
});

/** Throws naming `place` (a file and line) and the field. */
export function readDetections(text: string, place: string): DetectionsLine {
  return checked(line, parseJson(text, place), place);
}

/** One record of the official shape. Throws naming `place` and the field. */
export function readRecord(text: string, place: string): RecordAsGiven {
  const record = checked(genevalRecord, parseJson(text, place), place);
  return { record, given: JSON.parse(text, keepFloats) };
}

/** The prompts of a metadata file by line. Lines may be empty only at the end, for the number of a line is its id. */
export function readRecords(text: string, file: string): RecordAsGiven[] {
  const lines = text.replace(/^\ufeff/, '').split(/\r?\n/);
  while (lines.at(-1)?.trim() === '') lines.pop();
  if (lines.length === 0) throw new AppError('INVALID_INPUT', `${file}: there is no record in it`);
  return lines.map((record, index) => readRecord(record, `${file} line ${index + 1}`));
}

/** Python tells 1.0 from 1 and prints them so; JavaScript has to be told by the source text. */
function keepFloats(_key: string, value: unknown, context?: { source?: string }): unknown {
  return typeof value === 'number' && /[.eE]/.test(context?.source ?? '') ? new PythonFloat(value) : value;
}

function parseJson(text: string, place: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new AppError('INVALID_INPUT', `${place}: not JSON: ${(error as Error).message}`, { cause: error });
  }
}

function checked<T>(schema: z.ZodType<T>, value: unknown, place: string): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  if (!issue) throw new AppError('INVALID_INPUT', `${place}: not valid`);
  const field = issue.path.length > 0 ? `${z.core.toDotPath(issue.path)}: ` : '';
  throw new AppError('INVALID_INPUT', `${place}: ${field}${complaint(issue, value)}`);
}

/** A list of all 80 classes would hide the one that is wrong. */
function complaint(issue: z.core.$ZodIssue, value: unknown): string {
  const found = issue.path.reduce<unknown>(
    (inside, key) => (inside as Record<PropertyKey, unknown> | undefined)?.[key],
    value,
  );
  if (found === undefined) return 'is missing';
  if (issue.code !== 'invalid_value') return issue.message;
  return `unknown ${String(issue.path.at(-1))} ${JSON.stringify(found)}`;
}
