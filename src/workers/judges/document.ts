import { canonicalJson, sha256 } from '../../core/canonicalJson.ts';
import type { RemoteJudgeConfig } from '../../core/config.ts';
import type { LoadedJudge } from './load.ts';

/** Raise it when the same judge is asked otherwise by this code. */
const ASKING_VERSION = 'asking-1';

/** Raise it when a model behind a server is asked, or its answer taken, otherwise by this code. */
const PROTOCOL_VERSION = 'remote-2';

/** What is known of a model that is only served: what it is called and which weights it is said to have. */
export function remoteDocument(
  model: string,
  revision: string,
  { structured, omit, maxTokens }: Pick<RemoteJudgeConfig, 'structured' | 'omit' | 'maxTokens'>,
): Record<string, unknown> {
  return {
    remote: {
      model,
      revision,
      structured,
      protocol: PROTOCOL_VERSION,
      ...(!omit.includes('temperature') && { temperature: 0 }),
      ...(!omit.includes('seed') && { seed: 0 }),
      ...(omit.includes('logprobs') && { logprobs: false }),
      ...(maxTokens !== null && { maxTokens }),
    },
  };
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
