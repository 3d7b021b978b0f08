/**
 * What tables of scores call their columns: our own field names, and those of our own exports, which come back as they
 * are.
 */
export const SCORE_NAMES = {
  question: ['question'],
  sample: ['sample', 'sampleIndex', 'sample_index'],
  criterion: ['criterion'],
  value: ['value'],
  official: ['officialValue', 'official_value'],
  outcome: ['outcome'],
  reason: ['reason'],
} as const;

/** Columns of an export of scores that say where a score was, which is another place when it comes back. */
export const EXPORT_NAMES: readonly string[] = [
  'evaluation_id',
  'run_id',
  'benchmark',
  'model',
  'judge',
  'judge_revision',
  'evaluation_status',
  'question_id',
  'response_id',
  'category',
  'domain',
  'subdomain',
  'is_truncated',
  'scored_at',
];

type Fields = Readonly<Record<string, unknown>>;

/** What a table gives under one of the names; undefined where it has none of them. */
export function given(fields: Fields, names: readonly string[]): unknown {
  for (const name of names) if (fields[name] !== undefined) return fields[name];
  return undefined;
}

/** Two names for the same among those of a table: `sample and sample_index`; null where there are none. */
export function rivalNames(names: Iterable<string>): string | null {
  const all = new Set(names);
  for (const same of Object.values(SCORE_NAMES)) {
    const rivals = same.filter((name) => all.has(name));
    if (rivals.length > 1) return rivals.join(' and ');
  }
  return null;
}

/** Says which of our other exports a header is of, none of which is scores; null for the rest. */
export function otherExport(header: readonly string[]): string | null {
  const has = (...names: readonly string[]): boolean => names.every((name) => header.includes(name));
  if (has('response_id', 'prompt', 'content')) return 'responses, which holds no scores';
  if (has('scale_min', 'expected', 'sum_squares')) return 'rollups, which are added up from scores';
  if (has('rank', 'is_complete')) return 'a leaderboard, which is reckoned from scores';
  return null;
}
