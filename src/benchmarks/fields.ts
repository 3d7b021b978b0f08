import { AppError } from '../core/errors.ts';

/** A JSON object of a file, with the words that name it in an error: `record 3 (id "SA_7")`. */
export interface FileRecord {
  fields: Readonly<Record<string, unknown>>;
  place: string;
}

/** Takes one JSON value for an object, or says which record is none. `index` counts from 0; people count from 1. */
export function fileRecord(value: unknown, index: number, idField: string): FileRecord {
  const place = `record ${index + 1}`;
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw invalid(place, `is ${kindOf(value)}, not an object`);
  const fields = value as Record<string, unknown>;
  const id = fields[idField];
  return { fields, place: typeof id === 'string' ? `${place} (${idField} ${JSON.stringify(id)})` : place };
}

export function requiredText({ fields, place }: FileRecord, field: string): string {
  const value = fields[field];
  if (typeof value !== 'string') throw invalid(place, `"${field}" must be text, is ${kindOf(value)}`);
  return value;
}

/** Text that cannot be empty: ids and names. */
export function requiredName(record: FileRecord, field: string): string {
  const value = requiredText(record, field);
  if (value.trim() === '') throw invalid(record.place, `"${field}" is empty`);
  return value;
}

export function optionalText(record: FileRecord, field: string): string | null {
  const value = record.fields[field];
  return value === undefined || value === null ? null : requiredText(record, field);
}

export function requiredList({ fields, place }: FileRecord, field: string): readonly unknown[] {
  const value = fields[field];
  if (!Array.isArray(value)) throw invalid(place, `"${field}" must be a list, is ${kindOf(value)}`);
  return value;
}

export function invalid(place: string, complaint: string): AppError {
  return new AppError('INVALID_INPUT', `${place}: ${complaint}`);
}

function kindOf(value: unknown): string {
  if (value === undefined) return 'missing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : `${typeof value} ${JSON.stringify(value)?.slice(0, 40)}`;
}
