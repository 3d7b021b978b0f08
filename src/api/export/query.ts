import { z } from 'zod';
import { AppError } from '../../core/errors.ts';
import { fromGlobalId } from '../../core/ids.ts';
import { nameFault } from '../../core/storable.ts';

export const TABLES = ['leaderboard', 'scores', 'rollups', 'responses'] as const;
export type Table = (typeof TABLES)[number];

export const FORMATS = ['csv', 'jsonl', 'parquet'] as const;
export type Format = (typeof FORMATS)[number];

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const text = z
  .string()
  .min(1)
  .superRefine((text, context) => {
    const fault = nameFault(text);
    if (fault) context.addIssue({ code: 'custom', message: fault });
  });
const name = text.optional();
const upper = (value: unknown) => (typeof value === 'string' ? value.toUpperCase() : value);
const flag = z.enum(['true', 'false']).default('false');
const format = z.enum(FORMATS).default('csv');
/** A global id as the API gives it, or the UUID that exports hold. */
const evaluation = name
  .optional()
  .transform((id) => (id === undefined || UUID.test(id) ? id : fromGlobalId('Evaluation', id, 'evaluation')));
const slices = { category: name, domain: name, subdomain: name };
const outcomes = z
  .string()
  .transform((list) => list.toUpperCase().split(','))
  .pipe(
    z.array(
      z.enum(['SCORED', 'NOT_APPLICABLE', 'UNPARSEABLE', 'OUT_OF_RANGE', 'JUDGE_ERROR', 'MISSING_MEDIA']),
    ),
  )
  .optional();

const ofEvaluations = {
  format,
  benchmark: name,
  evaluation,
  model: name,
  judge: name,
  ...slices,
  criterion: name,
};

const QUERIES = {
  leaderboard: z.strictObject({
    ...{ format, judge: name, ...slices, criterion: name },
    benchmark: z.string({ error: 'a leaderboard is of one benchmark; give its slug' }).pipe(text),
    mode: z.preprocess(upper, z.enum(['OFFICIAL', 'STRICT']).default('STRICT')),
    missing: z.preprocess(upper, z.enum(['DROP', 'ZERO', 'BOUNDS']).default('DROP')),
    rankIncomplete: flag.transform((given) => given === 'true'),
  }),
  scores: z.strictObject({ ...ofEvaluations, outcome: outcomes }),
  rollups: z.strictObject(ofEvaluations),
  responses: z.strictObject({
    format,
    benchmark: name,
    evaluation,
    model: name,
    ...slices,
  }),
};

export type ExportQuery = { [Name in Table]: { table: Name } & z.infer<(typeof QUERIES)[Name]> }[Table];

/** Reads the path and the parameters. Throws with the name of the first one that is wrong, and those there are. */
export function readQuery(table: string, parameters: unknown): ExportQuery {
  if (!isTable(table))
    throw new AppError('NOT_FOUND', `There is no export "${table}"; there are ${TABLES.join(', ')}`);
  const schema = QUERIES[table];
  const parsed = schema.safeParse(parameters);
  if (parsed.success) return { table, ...parsed.data } as ExportQuery;
  const [issue] = parsed.error.issues;
  if (issue?.code === 'unrecognized_keys') {
    const known = Object.keys(schema.shape).join(', ');
    throw new AppError(
      'INVALID_INPUT',
      `${issue.keys[0]}: the export of ${table} has no such filter; it has ${known}`,
    );
  }
  throw new AppError('INVALID_INPUT', `${String(issue?.path[0] ?? 'query')}: ${issue?.message}`);
}

const isTable = (table: string): table is Table => (TABLES as readonly string[]).includes(table);
