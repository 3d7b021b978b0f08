import { AppError } from '../../core/errors.ts';
import { any, BATCH, type Expected, FLOATS, growing, INTEGERS, type Side } from '../inference/contract.ts';
import type { ModelFile, Session } from '../inference/session.ts';
import type { Compute } from '../inference/tensors.ts';
import { inputsOf } from '../inputs.ts';
import type { Installed } from '../installed.ts';
import type { VlmManifest } from '../manifest.ts';
import { cacheNames } from './cache.ts';
import { type Counters, openCounted } from './counters.ts';
import { FEATURES, PIXEL_MASK } from './vision.ts';

/** The three graphs of the layout that transformers.js and its exports share. */
export interface Sessions {
  /** `pixel_values` to `image_features`. */
  readonly vision: Session;
  /** `input_ids` to `inputs_embeds`. */
  readonly embed: Session;
  /** `inputs_embeds` and a cache to `logits` and the next cache. */
  readonly decoder: Session;
  /** Calls that one run of the graphs takes; null for any number. */
  readonly rows: 1 | null;
  close(): Promise<void>;
}

/** All three, or none: what was opened before one failed is released. */
export async function openSessions(
  { manifest, paths }: Installed<VlmManifest>,
  compute: Compute,
  counters: Counters,
): Promise<Sessions> {
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
    const vision = await open('vision', visionTensors(manifest));
    const embed = await open('embed', {
      inputs: { input_ids: { types: INTEGERS, sides: [BATCH, TOKENS] } },
      outputs: { inputs_embeds: EMBEDS },
    });
    const decoder = await open('decoder', decoderTensors(manifest));
    checkFit(manifest, vision, embed, decoder);
    return { vision, embed, decoder, rows: rowsOf(manifest.name, [embed, decoder]), close };
  } catch (error) {
    await close();
    throw error;
  }
}

const TOKENS = growing('tokens');
const EMBEDS: Expected = { types: FLOATS, sides: [BATCH, TOKENS, any('width')] };
const FLAG: Expected = { types: ['bool'], sides: null };

function visionTensors({ input, layout }: VlmManifest): Omit<ModelFile, 'model' | 'path'> {
  const { [input.name]: tiles, ...mask } = inputsOf(input) as Record<string, Expected>;
  // Idefics3 takes lists of tiles, and gets one.
  const list = { name: 'number of lists', length: 1 };
  const sides = layout.kind === 'idefics3' ? [list, ...(tiles?.sides ?? [])] : (tiles?.sides ?? null);
  return {
    inputs: { [input.name]: { types: FLOATS, sides }, ...mask },
    optionalInputs: { [PIXEL_MASK]: FLAG },
    outputs: { [FEATURES]: { types: FLOATS, sides: null } },
  };
}

function decoderTensors({ decoder }: VlmManifest): Omit<ModelFile, 'model' | 'path'> {
  const { past, present } = cacheNames(decoder.layers);
  const cache = (columns: Side): Expected => ({
    types: FLOATS,
    sides: [BATCH, any('heads'), columns, any('width')],
  });
  const each = (names: readonly string[], expected: Expected) =>
    Object.fromEntries(names.map((name) => [name, expected]));
  const numbers: Expected = { types: INTEGERS, sides: [BATCH, TOKENS] };
  return {
    inputs: { inputs_embeds: EMBEDS, attention_mask: numbers, ...each(past, cache(growing('columns'))) },
    optionalInputs: {
      position_ids: numbers,
      num_logits_to_keep: { types: INTEGERS, sides: null },
      use_cache_branch: FLAG,
    },
    outputs: {
      // Some exports give the last token's alone.
      logits: { types: FLOATS, sides: [BATCH, any('tokens'), any('vocabulary')] },
      ...each(present, cache(any('columns'))),
    },
  };
}

/** The three files hand numbers on to each other. */
function checkFit({ name, layout }: VlmManifest, vision: Session, embed: Session, decoder: Session): void {
  const features = vision.outputs.get(FEATURES)?.dims ?? [];
  const widths = {
    'image_features of the vision encoder': features.at(-1),
    'inputs_embeds of the embedding': embed.outputs.get('inputs_embeds')?.dims.at(-1),
    'inputs_embeds of the decoder': decoder.inputs.get('inputs_embeds')?.dims.at(-1),
  };
  const known = Object.entries(widths).filter(([, width]) => typeof width === 'number');
  if (new Set(known.map(([, width]) => width)).size > 1) {
    const said = known.map(([what, width]) => `${what} are ${width} wide`).join(', ');
    throw new AppError(
      'INVALID_INPUT',
      `The files of ${name} do not belong together: ${said}. Install all of them from one export`,
    );
  }
  const tokens = features.length === 3 ? features[1] : undefined;
  if (typeof tokens !== 'number' || tokens === layout.tokensPerImage) return;
  throw new AppError(
    'INVALID_INPUT',
    `The vision encoder of ${name} gives ${tokens} features for a tile, but the manifest says ${layout.tokensPerImage} (layout.tokensPerImage)`,
  );
}

/** A row leaves a batch when its answer ends, so a number that is fixed has to be one. */
function rowsOf(model: string, sessions: readonly Session[]): 1 | null {
  const fixed = sessions.map(({ batch }) => batch).filter((size) => size !== null);
  const wrong = fixed.find((size) => size !== 1);
  if (wrong === undefined) return fixed.length > 0 ? 1 : null;
  throw new AppError(
    'INVALID_INPUT',
    `The text files of ${model} were exported for ${wrong} prompts at a time: export them for any number, or for one`,
  );
}
