import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseFaithfulnessFile } from '../../benchmarks/evalalign/promptFile.ts';
import { PROMPTS_PY_SHA256, parsePromptsFile } from '../../benchmarks/mmie/promptFile.ts';
import { sha256 } from '../../core/canonicalJson.ts';
import { AppError } from '../../core/errors.ts';
import { findManifest } from '../installed.ts';
import { PROMPTS_FILE } from './prompts.ts';

export interface InstallPromptsOptions {
  roots: readonly string[];
  /** The folder of models, for instance `<ASSAY_HOME>/models`. */
  into: string;
  /** sha256 of MMIE's official file; another one in tests, which have a file of their own. */
  official?: string;
}

/**
 * Takes a judge's prompts out of the published file and puts them where a worker finds them. They are not copied
 * into the program. Throws INVALID_INPUT for any other file; nothing is then written.
 */
export async function installPrompts(
  name: string,
  text: string,
  { roots, into, official = PROMPTS_PY_SHA256 }: InstallPromptsOptions,
): Promise<string> {
  const manifest = await findManifest(name, roots);
  const family = manifest.kind === 'judge' ? manifest.prompts.family : null;
  const prompts = promptsOf(name, family, text, official);
  const folder = join(into, name);
  const path = join(folder, PROMPTS_FILE);
  await mkdir(folder, { recursive: true });
  // Written beside and moved, so that a worker never reads half of it.
  await writeFile(
    `${path}.part`,
    `${JSON.stringify({ source: { sha256: sha256(text) }, prompts }, null, 2)}\n`,
  );
  await rename(`${path}.part`, path);
  return path;
}

function promptsOf(name: string, family: string | null, text: string, official: string) {
  if (family === 'mmie-score') return parsePromptsFile(text, official);
  if (family === 'evalalign') return parseFaithfulnessFile(text);
  throw new AppError(
    'INVALID_INPUT',
    `${name} takes no prompts: only mmie-score and evalalign have published ones`,
  );
}
