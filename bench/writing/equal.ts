import { from as copyFrom } from 'pg-copy-streams';
import type { Warehouse } from '../warehouse.ts';

/** A table like one of ours, empty: the same columns, defaults, keys, partitions and foreign keys. */
export async function makeEqual({ database: { pool } }: Warehouse, like: string): Promise<string> {
  const name = `equal_${like}`;
  const { rows } = await pool.query<{ partitions: number; keys: string[] }>(
    `select (select count(*)::int from pg_inherits where inhparent = $1::regclass) as partitions,
       array(select pg_get_constraintdef(oid) from pg_constraint where conrelid = $1::regclass and contype = 'f') as keys`,
    [like],
  );
  const { partitions = 0, keys = [] } = rows[0] ?? {};
  await pool.query(
    `create table ${name} (like ${like} including all) ${partitions > 0 ? 'partition by hash (evaluation_id)' : ''}`,
  );
  for (let at = 0; at < partitions; at++) {
    await pool.query(
      `create table ${name}_${at} partition of ${name} for values with (modulus ${partitions}, remainder ${at})`,
    );
  }
  for (const key of keys) await pool.query(`alter table ${name} add ${key}`);
  return name;
}

/** Text as `copy … to` writes it, into a table, over one connection. */
export async function copyInto(
  { database: { pool } }: Warehouse,
  table: string,
  text: Buffer,
): Promise<void> {
  const client = await pool.connect();
  try {
    const stream = client.query(copyFrom(`copy ${table} from stdin`));
    await new Promise<void>((resolve, reject) => {
      stream.on('error', reject).on('finish', resolve).end(text);
    });
  } finally {
    client.release();
  }
}

/** Rows by one INSERT with a parameter for each value. */
export async function insertRows(
  { database: { pool } }: Warehouse,
  table: string,
  columns: readonly string[],
  rows: readonly (readonly unknown[])[],
): Promise<void> {
  const values = rows.map(
    (_, row) => `(${columns.map((_, column) => `$${row * columns.length + column + 1}`).join()})`,
  );
  await pool.query(`insert into ${table} (${columns.join()}) values ${values.join()}`, rows.flat());
}
