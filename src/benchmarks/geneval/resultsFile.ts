import { z } from 'zod';
import { canonicalJson, sha256 } from '../../core/canonicalJson.ts';
import { AppError } from '../../core/errors.ts';
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

/** Equal for records whose pictures are judged alike, whatever their prompts say. */
export function ruleKey(reference: unknown): string {
  const { tag, include, exclude } = (reference ?? {}) as Record<string, unknown>;
  return canonicalJson({ tag, include, exclude });
}

const promptOf = (reference: unknown): unknown => (reference as { prompt?: unknown } | null)?.prompt;

export interface QuestionFinder {
  /** External id of the question of a row; null when there is none and none is added. Throws for a row of several. */
  find(row: Pick<ResultLine, 'filename' | 'record'>): string | null;
  /** Questions that were not there before, by external id. */
  added: ReadonlyMap<string, GenevalRecord>;
  /** Whether the prompt of a row is another than its question's: it was rewritten before the picture was made. */
  isRewritten(id: string, record: GenevalRecord): boolean;
}

/**
 * Finds questions by the folder in a picture's path where its rule is the row's, else by the rule and the prompt, else
 * by a rule that is one question's alone: rewritten prompts are judged by the rules of those they were made from. New
 * ones, where they are taken, are named by their folder, or by a digest of their record where the folder is another's.
 */
export function openQuestionFinder(
  known: Iterable<readonly [externalId: string, reference: unknown]>,
  takesNew: boolean,
): QuestionFinder {
  const rules = new Map<string, string>();
  const prompts = new Map<string, unknown>();
  const byRule = new Map<string, string[]>();
  const added = new Map<string, GenevalRecord>();
  const remember = (id: string, reference: unknown): void => {
    const rule = ruleKey(reference);
    rules.set(id, rule);
    prompts.set(id, promptOf(reference));
    byRule.set(rule, [...(byRule.get(rule) ?? []), id]);
  };
  for (const [id, reference] of known) remember(id, reference);
  return {
    added,
    isRewritten: (id, record) => prompts.get(id) !== record.prompt,
    find: ({ filename, record }) => {
      const rule = ruleKey(record);
      const folder = folderOfPicture(filename);
      if (folder !== null && rules.get(folder) === rule) return folder;
      const alike = byRule.get(rule) ?? [];
      const same = alike.find((id) => prompts.get(id) === record.prompt);
      if (same !== undefined) return same;
      const [only, second] = alike;
      // Folders of a file that brings its own prompts tell them apart.
      const isOwn = takesNew && folder !== null && !rules.has(folder) && alike.every((id) => added.has(id));
      if (only !== undefined && second === undefined && !isOwn) return only;
      if (only !== undefined && !isOwn) throw new AppError('INVALID_INPUT', ambiguity(record, alike));
      if (!takesNew) return null;
      const id =
        folder !== null && !rules.has(folder)
          ? folder
          : sha256(canonicalJson({ rule, prompt: record.prompt })).slice(0, 16);
      remember(id, record);
      added.set(id, record);
      return id;
    },
  };
}

function ambiguity({ prompt }: GenevalRecord, ids: readonly string[]): string {
  return `the prompt ${JSON.stringify(prompt)} is none of GenEval's, and its rule is that of ${ids.join(' and ')}; name pictures as the evaluator does, by the number of the prompt (00042/samples/0000.png)`;
}
