import {
  type FileRecord,
  fileRecord,
  invalid,
  optionalText,
  requiredList,
  requiredName,
  requiredText,
} from '../fields.ts';
import { categoryOf } from './category.ts';
import { MMIE, slugOf } from './definition.ts';
import type { MmieSegment } from './truncate.ts';

export interface MmieQuestion {
  id: string;
  /** Slugs from category to the leaf: domain and subdomain only as far as the record names them. */
  slices: string[];
  /** Names as the file spells them, beside `slices`. */
  sliceNames: string[];
  /** False when the field is none of MMIE's 12 domains, whose spelling in the gated data set could not be checked. */
  isKnownDomain: boolean;
  question: MmieSegment[];
  reference: MmieSegment[];
}

export interface MmieAnswer {
  id: string;
  model: string;
  question: MmieSegment[];
  answer: MmieSegment[];
  reference: MmieSegment[];
}

export interface MmieResult {
  id: string;
  model: string | null;
  /** What the judge was shown, truncation done. */
  question: string;
  answer: string;
  reference: string | null;
  images: string[];
  /** Null in a checkpoint file for a record that was not judged yet. */
  reply: string | null;
}

/** One record of the data set (`catagory` is the file's spelling). `index` counts from 0. */
export function parseQuestion(value: unknown, index: number): MmieQuestion {
  const record = fileRecord(value, index, 'id');
  const id = requiredName(record, 'id');
  const category = categoryOf(id);
  const field = optionalText(record, 'field');
  const subfield = field === null ? null : optionalText(record, 'subfield');
  const below = [field, subfield].filter((name) => name !== null && slugOf(name) !== '') as string[];
  const turns = requiredList(record, 'conversations').map((turn, position) =>
    parseTurn(record, turn, position),
  );

  return {
    id,
    slices: [category.slug, ...below.map(slugOf)],
    sliceNames: [category.name, ...below],
    isKnownDomain: below.length === 0 || isDomain(category.slug, slugOf(below[0] ?? '')),
    question: contentOf(record, turns, 'human'),
    reference: contentOf(record, turns, 'gpt'),
  };
}

/** One record of the evaluator's input: a model's answer. A plain text answer is one segment (dataset.py). */
export function parseAnswer(value: unknown, index: number): MmieAnswer {
  const record = fileRecord(value, index, 'id');
  const id = requiredName(record, 'id');
  categoryOf(id);
  return {
    id,
    model: requiredName(record, 'model'),
    question: segmentsOf(record, 'question'),
    answer: segmentsOf(record, 'answer'),
    reference: record.fields['gt_answer'] == null ? [] : segmentsOf(record, 'gt_answer'),
  };
}

/** One record of the evaluator's output (main.py, `eval_result.json` and its checkpoints). */
export function parseResult(value: unknown, index: number): MmieResult {
  const record = fileRecord(value, index, 'id');
  const id = requiredName(record, 'id');
  categoryOf(id);
  return {
    id,
    model: optionalText(record, 'model'),
    question: requiredText(record, 'question'),
    answer: requiredText(record, 'answer'),
    reference: optionalText(record, 'gt_answer'),
    images: imagesOf(record),
    reply: optionalText(record, 'gpt_feedback'),
  };
}

function imagesOf(record: FileRecord): string[] {
  if (record.fields['images'] == null) return [];
  return requiredList(record, 'images').map((path, position) => {
    if (typeof path !== 'string') throw invalid(record.place, `"images[${position}]" must be a path`);
    return path;
  });
}

function parseTurn(record: FileRecord, turn: unknown, position: number) {
  const parent = `conversations[${position}]`;
  const inner = nested(record, turn, parent);
  return { from: requiredText(inner, 'from'), content: segmentsOf(inner, 'content') };
}

function contentOf(
  record: FileRecord,
  turns: readonly { from: string; content: MmieSegment[] }[],
  from: string,
) {
  const said = turns.filter((turn) => turn.from === from).flatMap(({ content }) => content);
  if (from === 'human' && said.length === 0)
    throw invalid(record.place, '"conversations" holds no human content');
  return said;
}

function segmentsOf(record: FileRecord, field: string): MmieSegment[] {
  const value = record.fields[field];
  if (typeof value === 'string') return [{ text: value, image: null }];
  return requiredList(record, field).map((segment, position) => {
    const inner = nested(record, segment, `${field}[${position}]`);
    return { text: optionalText(inner, 'text'), image: optionalText(inner, 'image') };
  });
}

function nested(record: FileRecord, value: unknown, name: string): FileRecord {
  const place = `${record.place}: "${name}"`;
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw invalid(place, 'must be an object');
  return { fields: value as Record<string, unknown>, place };
}

function isDomain(category: string, domain: string): boolean {
  const children = MMIE.categories.find(({ slug }) => slug === category)?.children ?? [];
  return children.some(({ slug }) => slug === domain);
}
