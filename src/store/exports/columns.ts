import { FORMULA } from '../../core/tables/formula.ts';

/** A column of an export. `of` is its expression in the table's select. */
export interface Column {
  name: string;
  type: 'text' | 'integer' | 'double' | 'boolean' | 'timestamp' | 'json';
  isNullable: boolean;
  /** What it holds, a sentence for the documentation. */
  about: string;
  of: string;
}

/** Raised when a column changes its name, type or meaning, or when the same rows become other bytes. */
export const EXPORT_VERSION = 3;

/** How rows leave the database: text with a header line, a JSON object a line, or PostgreSQL's binary rows. */
export type Shape = 'csv' | 'jsonl' | 'binary';

const column =
  (type: Column['type']) =>
  (name: string, of: string, about: string): Column => ({ name, type, of, about, isNullable: false });

export const text = column('text');
export const integer = column('integer');
export const double = column('double');
export const boolean = column('boolean');
export const timestamp = column('timestamp');
export const json = column('json');

export const nullable = (one: Column): Column => ({ ...one, isNullable: true });

/** The columns as a select list, with types that each shape writes exactly. */
export const selectList = (columns: readonly Column[], shape: Shape): string =>
  columns.map((one) => `${expression(one, shape)} as ${one.name}`).join(', ');

function expression({ type, of }: Column, shape: Shape): string {
  const casts: Readonly<Record<Column['type'], string>> = {
    text: textOf(of, shape),
    integer: `(${of})::int4`,
    double: `(${of})::float8`,
    // As text it is true and false, where COPY alone would write t and f.
    boolean: shape === 'csv' ? `(${of})::text` : `(${of})`,
    // Independent of the settings of whoever connects.
    timestamp:
      shape === 'binary'
        ? `(${of})::timestamptz`
        : `to_char((${of}) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`,
    json: shape === 'jsonl' ? `(${of})` : `(${of})::text`,
  };
  return casts[type];
}

/** In CSV, which people open in spreadsheets, as `inert` has it. */
const textOf = (of: string, shape: Shape): string =>
  shape === 'csv'
    ? `regexp_replace((${of})::text, '(${FORMULA.replaceAll("'", "''")})', '''\\1')`
    : `(${of})::text`;
