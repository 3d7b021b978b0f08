import { sql } from 'drizzle-orm';
import { type Column, selectList } from './columns.ts';
import type { ExportPlan } from './plan.ts';

const TYPES: Readonly<Record<Column['type'], string>> = {
  text: 'text',
  integer: 'int4',
  double: 'float8',
  boolean: 'boolean',
  timestamp: 'timestamptz',
  json: 'jsonb',
};

/**
 * Rows that were computed rather than stored. They go through the database all the same: so each format has one
 * writer, and a number looks alike in every table.
 */
export function planRecords(
  columns: readonly Column[],
  rows: readonly Record<string, unknown>[],
): ExportPlan {
  const fields = columns.map(({ name, type }) => `${name} ${TYPES[type]}`).join(', ');
  return {
    columns,
    state: rows,
    rows: rows.length,
    selects: (shape) => [
      sql`select ${sql.raw(selectList(columns, shape))}
        from jsonb_array_elements(${JSON.stringify(rows)}::jsonb) with ordinality as a(record, position)
          cross join lateral jsonb_to_record(a.record) as r(${sql.raw(fields)})
        order by a.position`,
    ],
  };
}
