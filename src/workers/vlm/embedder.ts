import { AppError } from '../../core/errors.ts';
import { asType, type Floats, toFloat32 } from '../elements.ts';
import type { Session } from '../inference/session.ts';
import type { Feed } from '../inference/tensors.ts';

/** A prompt and what its image tokens stand for. */
export interface Sequence {
  readonly ids: readonly number[];
  /** Of its pictures in order, one row of the embeddings' width for each image token. */
  readonly features: readonly Floats[];
}

export interface Embedded {
  /** [rows, columns, width]; shorter rows are padded in front, so that all of them end in the last column. */
  readonly embeds: Feed;
  /** Columns of padding of each row. */
  readonly paddings: number[];
}

export interface Embedder {
  prompts(sequences: readonly Sequence[]): Promise<Embedded>;
  /** One further token of each row. */
  tokens(ids: readonly number[]): Promise<Feed>;
}

export function embedderOf(session: Session, imageToken: number, padToken: number): Embedder {
  const embed = async (ids: readonly number[], rows: number): Promise<Feed> => {
    const feed = { data: BigInt64Array.from(ids, BigInt), dims: [rows, ids.length / rows] };
    return (await session.compute({ input_ids: feed }, ['inputs_embeds'])).inputs_embeds;
  };
  return {
    prompts: async (sequences) => {
      const columns = Math.max(...sequences.map(({ ids }) => ids.length));
      const paddings = sequences.map(({ ids }) => columns - ids.length);
      const padded = sequences.flatMap(({ ids }, row) => [
        ...new Array<number>(paddings[row] as number).fill(padToken),
        ...ids,
      ]);
      const embeds = await embed(padded, sequences.length);
      for (const [row, sequence] of sequences.entries()) {
        putFeatures(embeds, row * columns + (paddings[row] as number), sequence, imageToken);
      }
      return { embeds, paddings };
    },
    tokens: (ids) => embed(ids, ids.length),
  };
}

/** Puts the features of a sequence, in order, where its image tokens are; `first` is the place of its first token. */
function putFeatures(embeds: Feed, first: number, { ids, features }: Sequence, imageToken: number): void {
  const width = embeds.dims[2] as number;
  const rows = features.flatMap((ofPicture) => rowsOf(sameType(ofPicture, embeds.data as Floats), width));
  const places = ids.flatMap((id, at) => (id === imageToken ? [first + at] : []));
  if (rows.length !== places.length) {
    throw new AppError(
      'INVALID_INPUT',
      `The pictures have ${rows.length} features of the embeddings' width, ${width}, for ${places.length} image tokens`,
    );
  }
  for (const [at, place] of places.entries()) {
    (embeds.data as Float32Array).set(rows[at] as Float32Array, place * width);
  }
}

function rowsOf(features: Floats, width: number): Floats[] {
  return Array.from({ length: features.length / width }, (_, row) =>
    features.subarray(row * width, (row + 1) * width),
  );
}

function sameType(features: Floats, embeds: Floats): Floats {
  if (embeds instanceof Float32Array) return toFloat32(features);
  return asType({ data: features, dims: [] }, 'float16').data as Floats;
}
