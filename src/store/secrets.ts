import { randomBytes } from 'node:crypto';
import { eq } from 'drizzle-orm';
import type { Db } from './database.ts';
import { secrets } from './tables/index.ts';

/** What the server signs with under a name, made at the first need: the same after a restart and for every API. */
export async function findSecret(db: Db, name: string): Promise<string> {
  const find = () => db.select().from(secrets).where(eq(secrets.name, name));
  const [known] = await find();
  if (known) return known.value;
  await db
    .insert(secrets)
    .values({ name, value: randomBytes(32).toString('base64url') })
    .onConflictDoNothing();
  const [made] = await find();
  if (!made) throw new Error(`secret ${name} vanished`);
  return made.value;
}
