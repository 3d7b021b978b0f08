import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const MIGRATIONS = join(import.meta.dirname, '../../migrations');

/** The statements of a migration, by its name without the number. */
export function statementsOf(name: string): string[] {
  const journal = JSON.parse(readFileSync(join(MIGRATIONS, 'meta/_journal.json'), 'utf8'));
  const { tag } = journal.entries.find((entry: { tag: string }) => entry.tag.endsWith(`_${name}`));
  return readFileSync(join(MIGRATIONS, `${tag}.sql`), 'utf8').split('--> statement-breakpoint');
}

/** What reckons the columns of unequal samples, and whether an evaluation is complete, from the scores that are there. */
export const RECKON_UNEQUAL_SAMPLES: readonly string[] = statementsOf('unequal_samples').filter(
  (statement) => statement.includes('SET response_sizes') || statement.includes('SET status'),
);
