import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

const folder = resolve(
  process.env['ASSAY_OFFICIAL_DATA'] ?? resolve(import.meta.dirname, '../../../shared/data'),
);

/** A file that is not in the repository, and why a test that needs it is skipped; null where it is there. */
export function officialFile(name: string): { path: string; missing: string | null } {
  const path = resolve(folder, name);
  const remedy = 'set ASSAY_OFFICIAL_DATA to the folder that holds it';
  return { path, missing: existsSync(path) ? null : `no ${path}: ${remedy}` };
}
