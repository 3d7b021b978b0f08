import { z } from 'zod';
import { canonicalJson, sha256 } from '../../core/canonicalJson.ts';
import { type FileRecord, fileRecord, invalid, optionalText, requiredName, requiredText } from '../fields.ts';
import { type GenevalRecord, genevalRecord, TAGS } from './record.ts';

/** One row of results.jsonl: what the evaluator decided about one picture. */
export interface ResultLine {
  filename: string;
  correct: boolean;
  /** Null when correct. */
  reason: string | null;
  record: GenevalRecord;
  /** What was kept of the detections, as our own workers keep it. */
  detections: { class: string; score: number; box: number[] }[];
}

const details = z.record(z.string(), z.array(z.array(z.number()).length(5)));

/** `metadata` and `details` are JSON inside text. `index` counts from 0. */
export function parseResultLine(value: unknown, index: number): ResultLine {
  const row = fileRecord(value, index, 'filename');
  const { correct } = row.fields;
  if (typeof correct !== 'boolean')
    throw invalid(row.place, `"correct" must be true or false, is ${JSON.stringify(correct) ?? 'missing'}`);
  const record = checked(row, 'metadata', genevalRecord);
  const tag = requiredText(row, 'tag');
  if (tag !== record.tag)
    throw invalid(
      row.place,
      `"tag" is ${JSON.stringify(tag)}, its metadata says ${JSON.stringify(record.tag)}`,
    );
  if (!(TAGS as readonly string[]).includes(tag))
    throw invalid(row.place, `"tag" is ${JSON.stringify(tag)}, GenEval's tasks are ${TAGS.join(', ')}`);
  return {
    filename: requiredName(row, 'filename'),
    correct,
    reason: optionalText(row, 'reason') || null,
    record,
    detections: Object.entries(checked(row, 'details', details)).flatMap(([name, found]) =>
      found.map((numbers) => ({ class: name, score: numbers[4] ?? 0, box: numbers.slice(0, 4) })),
    ),
  };
}

function checked<T>(row: FileRecord, field: string, schema: z.ZodType<T>): T {
  let inner: unknown;
  try {
    inner = JSON.parse(requiredText(row, field));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw invalid(row.place, `"${field}" is no JSON: ${error.message}`);
  }
  const parsed = schema.safeParse(inner);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const path = issue && issue.path.length > 0 ? `: ${z.core.toDotPath(issue.path)}` : '';
  throw invalid(row.place, `"${field}"${path}: ${issue?.message ?? 'not valid'}`);
}

/** Number of the prompt's folder in a picture's path (`…/00042/samples/0001.png`), zero-padded; null without one. */
export function folderOfPicture(filename: string): string | null {
  const parts = filename.split(/[/\\]/).slice(0, -1);
  const folder = parts.at(-1) === 'samples' ? parts.at(-2) : parts.at(-1);
  if (folder === undefined || !/^\d+$/.test(folder)) return null;
  return folder.replace(/^0+(?=\d)/, '').padStart(5, '0');
}

/** Equal for records that ask for the same, whatever else they hold. */
export function ruleKey(reference: unknown): string {
  const { tag, include, exclude, prompt } = (reference ?? {}) as Record<string, unknown>;
  return canonicalJson({ tag, include, exclude, prompt });
}

export interface QuestionFinder {
  /** External id of the question of a row; null when there is none and none is added. */
  find(row: Pick<ResultLine, 'filename' | 'record'>): string | null;
  /** Questions that were not there before, by external id. */
  added: ReadonlyMap<string, GenevalRecord>;
}

/**
 * Finds questions by the folder in a picture's path where its record is the row's, else by the record. New ones, where
 * they are taken, are named by their folder, or by a digest of their record where the folder is another's.
 */
export function openQuestionFinder(
  known: Iterable<readonly [externalId: string, reference: unknown]>,
  takesNew: boolean,
): QuestionFinder {
  const keys = new Map<string, string>();
  const ids = new Map<string, string>();
  const added = new Map<string, GenevalRecord>();
  const remember = (id: string, key: string): void => {
    keys.set(id, key);
    if (!ids.has(key)) ids.set(key, id);
  };
  for (const [id, reference] of known) remember(id, ruleKey(reference));
  return {
    added,
    find: ({ filename, record }) => {
      const key = ruleKey(record);
      const folder = folderOfPicture(filename);
      if (folder !== null && keys.get(folder) === key) return folder;
      const there = ids.get(key);
      if (there !== undefined || !takesNew) return there ?? null;
      const id = folder !== null && !keys.has(folder) ? folder : sha256(key).slice(0, 16);
      remember(id, key);
      added.set(id, record);
      return id;
    },
  };
}
