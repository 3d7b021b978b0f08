import { PythonFloat, pythonJson } from '../pythonJson.ts';
import type { Decision } from './decide.ts';
import type { RecordAsGiven } from './detectionsFile.ts';
import { CLASS_NAMES } from './names.ts';

/** One row of the official results.jsonl, its fields in the official order. */
export interface ResultRow {
  filename: string;
  tag: string;
  prompt: string;
  correct: boolean;
  /** Empty when correct. */
  reason: string;
  /** The prompt's record as Python's `json.dumps` writes it. The official summary groups pictures by this text. */
  metadata: string;
  /** The kept objects, `{class: [[x1, y1, x2, y2, score], ...]}`, classes in detector order, as `json.dumps` writes it. */
  details: string;
}

export function resultRow(
  filename: string,
  { record, given }: RecordAsGiven,
  { correct, reason, kept }: Decision,
): ResultRow {
  const inDetectorOrder = CLASS_NAMES.filter((name) => kept.has(name));
  const details = inDetectorOrder.map((name) => [
    name,
    (kept.get(name) ?? []).map(({ box, score }) => [...box, score].map((number) => new PythonFloat(number))),
  ]);
  return {
    filename,
    tag: record.tag,
    prompt: record.prompt,
    correct,
    reason,
    metadata: pythonJson(given),
    details: pythonJson(Object.fromEntries(details)),
  };
}
