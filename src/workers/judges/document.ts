import { canonicalJson, sha256 } from '../../core/canonicalJson.ts';
import type { RemoteJudgeConfig } from '../../core/config.ts';
import type { LoadedJudge } from './load.ts';

/** Raise it when the same judge is asked otherwise by this code. */
const ASKING_VERSION = 'asking-1';

/** What is known of a model that is only served: what it is called and which weights it is said to have. */
export function remoteDocument(
  model: string,
  revision: string,
  { structured }: Pick<RemoteJudgeConfig, 'structured'>,
): Record<string, unknown> {
  return { remote: { model, revision, structured, temperature: 0, seed: 0 } };
}

/**
 * Everything that can change a score: what is asked, how it is read, and the model. Neither the address of a server
 * nor its key is part of it.
 */
export function vlmJudgeDocument(
  { prompts, manifest }: LoadedJudge,
  model: Readonly<Record<string, unknown>>,
): { document: Record<string, unknown>; revision: string } {
  const { answer, decoding, pictures } = manifest;
  const { family } = manifest.prompts;
  const asked = { family, ...prompts.document, answer, decoding, pictures, version: ASKING_VERSION };
  const document = { asked, model };
  return { document, revision: sha256(canonicalJson(document)) };
}
