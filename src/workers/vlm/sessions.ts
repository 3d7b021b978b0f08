import { inputNames } from '../inputs.ts';
import type { Installed } from '../installed.ts';
import type { VlmManifest } from '../manifest.ts';
import type { Compute, ModelFile, Session } from '../onnx.ts';
import { cacheNames } from './cache.ts';
import { type Counters, openCounted } from './counters.ts';
import { OPTIONAL_INPUTS } from './decoder.ts';
import { FEATURES, PIXEL_MASK } from './vision.ts';

/** The three graphs of the layout that transformers.js and its exports share. */
export interface Sessions {
  /** `pixel_values` to `image_features`. */
  readonly vision: Session;
  /** `input_ids` to `inputs_embeds`. */
  readonly embed: Session;
  /** `inputs_embeds` and a cache to `logits` and the next cache. */
  readonly decoder: Session;
  close(): Promise<void>;
}

/** All three, or none: what was opened before one failed is released. */
export async function openSessions(
  { manifest, paths }: Installed<VlmManifest>,
  compute: Compute,
  counters: Counters,
): Promise<Sessions> {
  const { past, present } = cacheNames(manifest.decoder.layers);
  const opened: Session[] = [];
  const close = async (): Promise<void> => {
    await Promise.all(opened.map((session) => session.release()));
  };
  const open = async (key: string, tensors: Omit<ModelFile, 'model' | 'path'>): Promise<Session> => {
    const file = { model: manifest.name, path: paths[key] as string, ...tensors };
    const session = await openCounted(file, compute, counters);
    opened.push(session);
    return session;
  };
  try {
    return {
      vision: await open('vision', {
        inputs: inputNames(manifest.input),
        optionalInputs: [PIXEL_MASK],
        outputs: [FEATURES],
      }),
      embed: await open('embed', { inputs: ['input_ids'], outputs: ['inputs_embeds'] }),
      decoder: await open('decoder', {
        inputs: ['inputs_embeds', 'attention_mask', ...past],
        optionalInputs: OPTIONAL_INPUTS,
        outputs: ['logits', ...present],
      }),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
