import { AppError } from '../core/errors.ts';
import { findFiles, findManifest } from './installed.ts';
import { openPrompts } from './judges/prompts.ts';
import type { Manifest } from './manifest.ts';

/** What a worker would say of a model on this machine. */
export interface Readiness {
  /** `yes`, or in a few words why a worker would not take it. */
  state: string;
  /** The whole sentence, with the remedy; null when a worker would take it. */
  reason: string | null;
}

const READY: Readiness = { state: 'yes', reason: null };

/** Reads every file and compares its digest, as a worker does before it starts; what a file holds is not looked at. */
export async function readinessOf(manifest: Manifest, roots: readonly string[]): Promise<Readiness> {
  const files = await findFiles(manifest, roots);
  const problem = files.find(({ problem }) => problem !== null)?.problem;
  if (problem) return { state: problem.state, reason: problem.error.message };
  if (manifest.kind === 'detector' && manifest.colors !== null)
    return needing(manifest.colors, manifest, roots);
  if (manifest.kind !== 'judge') return READY;

  const paths = Object.fromEntries(files.map(({ key, path }) => [key, path as string]));
  const unprompted = await openPrompts({ manifest, paths }, roots).then(
    () => null,
    (error: Error) => error.message,
  );
  if (unprompted !== null) return { state: 'needs its prompts', reason: unprompted };
  if (manifest.model !== null) return needing(manifest.model, manifest, roots, ' or a server');
  return {
    state: 'needs a server',
    reason: `${manifest.name} has no model in this process: name a server with --url or JUDGE_URL, or an installed model with --model`,
  };
}

/** What is ready only with another model, which a worker opens with it. */
async function needing(
  other: string,
  { name }: Manifest,
  roots: readonly string[],
  instead = '',
): Promise<Readiness> {
  const what = `${other}${instead}`;
  const lacking = (why: string) => ({ state: `needs ${what}`, reason: `${name} needs ${what}: ${why}` });
  try {
    const { reason } = await readinessOf(await findManifest(other, roots), roots);
    return reason === null ? READY : lacking(reason);
  } catch (error) {
    if (error instanceof AppError) return lacking(error.message);
    throw error;
  }
}
