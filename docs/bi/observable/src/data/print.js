import pg from 'pg';

/** Prints the rows of a query as JSON, read by the login that ASSAY_BI_URL holds. */
export async function print(sql) {
  const client = new pg.Client({ connectionString: process.env.ASSAY_BI_URL });
  await client.connect();
  const { rows } = await client.query(sql);
  await client.end();
  process.stdout.write(JSON.stringify(rows));
}
