import { AppError } from '../../core/errors.ts';
import { asType, toFloat32 } from '../elements.ts';
import type { Session } from '../inference/session.ts';
import type { Declared, Feed } from '../inference/tensors.ts';
import type { VlmManifest } from '../manifest.ts';
import { type Cache, cacheInputs, emptyCache, toCache } from './cache.ts';
import { bytesOf, type Counters, notePeak } from './counters.ts';

export interface Batch {
  /** [rows, columns, width] of the columns that the cache does not hold yet. */
  readonly embeds: Feed;
  /** Columns of each row, counted from the first of all, that hold nothing. */
  readonly paddings: readonly number[];
  /** What the columns before left behind; null at the start of a batch. */
  readonly cache: Cache | null;
}

export interface Forward {
  /** Of the last column of each row, over the whole vocabulary. */
  readonly logits: Float32Array[];
  /** For the next column; null unless asked for. */
  readonly cache: Cache | null;
}

export interface Decoder {
  /** What one column of one row takes at most: its cache before and after a run, embeddings, features, and logits if all are given. */
  readonly bytesPerToken: number;
  forward(batch: Batch, keepsCache: boolean): Promise<Forward>;
}

/** The session's names are checked already; here its cache is checked against the manifest. */
export function decoderOf(session: Session, manifest: VlmManifest, counters: Counters): Decoder {
  const spec = cacheInputs(session, manifest);
  const embedsType = session.inputs.get('inputs_embeds')?.type ?? 'float32';
  return {
    bytesPerToken: 2 * spec.bytesPerToken + bytesBesideCache(session),
    forward: async ({ embeds, paddings, cache }, keepsCache) => {
      const past = cache ?? emptyCache(spec, paddings.length);
      const columns = embeds.dims[1] as number;
      const feeds: Record<string, Feed> = {
        inputs_embeds: asType(embeds, embedsType),
        attention_mask: attentionMask(paddings, past.columns + columns),
        ...past.tensors,
        ...optional(session, paddings, past.columns, columns),
      };
      const outputs = keepsCache ? ['logits', ...spec.present] : ['logits'];
      const fed = bytesOf(Object.values(feeds));
      const computed = await session.compute(feeds, outputs);
      notePeak(counters, fed + bytesOf(Object.values(computed)));
      return {
        logits: lastColumns(computed['logits'] as Feed),
        cache: keepsCache ? toCache(spec, computed, past.columns + columns) : null,
      };
    },
  };
}

/** Where a file does not say how wide it is, nothing is counted. */
function bytesBesideCache({ inputs, outputs }: Session): number {
  const widthOf = (declared: Declared | undefined): number => Number(declared?.dims.at(-1)) || 0;
  const vocabulary = inputs.has('num_logits_to_keep') ? 0 : widthOf(outputs.get('logits'));
  // Embeddings twice: an image token's are there once more as features.
  return 4 * (2 * widthOf(inputs.get('inputs_embeds')) + vocabulary);
}

/** int64 [rows, columns]: 0 for padding, 1 for the rest. */
function attentionMask(paddings: readonly number[], columns: number): Feed {
  const data = new BigInt64Array(paddings.length * columns).fill(1n);
  for (const [row, padding] of paddings.entries()) data.fill(0n, row * columns, row * columns + padding);
  return { data, dims: [paddings.length, columns] };
}

function optional(
  session: Session,
  paddings: readonly number[],
  before: number,
  columns: number,
): Record<string, Feed> {
  const all: Record<string, Feed> = {
    position_ids: positions(paddings, before, columns),
    // One row of logits is all that is read; without this input a prompt gives one for each of its tokens.
    num_logits_to_keep: { data: BigInt64Array.of(1n), dims: [] },
    use_cache_branch: { data: Uint8Array.of(before > 0 ? 1 : 0), dims: [1] },
  };
  return Object.fromEntries(Object.entries(all).filter(([name]) => session.inputs.has(name)));
}

/** int64 [rows, columns]: each row counts from its first token on, so that padding moves nothing. */
function positions(paddings: readonly number[], before: number, columns: number): Feed {
  const data = new BigInt64Array(paddings.length * columns);
  for (const [row, padding] of paddings.entries()) {
    for (let column = 0; column < columns; column++) {
      data[row * columns + column] = BigInt(Math.max(0, before + column - padding));
    }
  }
  return { data, dims: [paddings.length, columns] };
}

function lastColumns({ data, dims }: Feed): Float32Array[] {
  const [rows = 0, columns = 0, vocabulary = 0] = dims;
  if (dims.length !== 3) {
    throw new AppError(
      'INVALID_INPUT',
      `The decoder's logits are [${dims.join(', ')}], not [rows, columns, vocabulary]`,
    );
  }
  return Array.from({ length: rows }, (_, row) => {
    const end = (row + 1) * columns * vocabulary;
    return toFloat32(data.subarray(end - vocabulary, end));
  });
}
