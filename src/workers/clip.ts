import { COLORS } from '../benchmarks/geneval/names.ts';
import type { ColorModel } from './colorModel.ts';
import { feedingOf, inputNames } from './inputs.ts';
import type { Installed } from './installed.ts';
import type { Manifest } from './manifest.ts';
import { type Compute, type Output, openSession, type Session } from './onnx.ts';
import { openTokenizer, type Tokenize } from './tokenizer.ts';

type ClipManifest = Extract<Manifest, { kind: 'clip' }>;

/** Zero-shot colours as GenEval's: `logitScale` times the cosine between a crop and each colour's averaged prompts. */
export async function openClip(
  { manifest, paths }: Installed<ClipManifest>,
  compute: Compute,
): Promise<ColorModel> {
  const { input, text, output, name, logitScale } = manifest;
  const tokenize = await openTokenizer(paths['tokenizer'] as string, text.context);
  const vision = await openSession(
    {
      model: name,
      path: paths['vision'] as string,
      inputs: inputNames(input),
      outputs: [output.imageEmbeds],
    },
    compute,
  );
  const texts = await openSession(
    { model: name, path: paths['text'] as string, inputs: [text.name], outputs: [output.textEmbeds] },
    compute,
  ).catch(async (error: unknown) => {
    await vision.release();
    throw error;
  });
  const feeding = feedingOf(input);
  const colorsOf = memoise((className) => embedColors(manifest, texts, tokenize, className));

  return {
    logits: async (inputs, classes) => {
      const weights = await Promise.all(classes.map(colorsOf));
      const answer = await feeding(inputs, (feeds) => vision.run(feeds));
      const embeds = answer(output.imageEmbeds);
      return rows(embeds).map((embed, at) => {
        const image = normalised(embed);
        return (weights[at] as Float64Array[]).map((color) => logitScale * dot(image, color));
      });
    },
    close: async () => {
      await vision.release();
      await texts.release();
    },
  };
}

/** One unit vector per colour: the prompts' unit vectors averaged and made a unit vector again. */
async function embedColors(
  { prompts, text, output }: ClipManifest,
  session: Session,
  tokenize: Tokenize,
  className: string,
): Promise<Float64Array[]> {
  const filled = COLORS.flatMap((color) =>
    prompts.map((prompt) => prompt.replaceAll('{color}', color).replaceAll('{class}', className)),
  );
  const answer = await session.run({ [text.name]: tokenize(filled) });
  const units = rows(answer(output.textEmbeds)).map(normalised);
  return COLORS.map((_, at) => normalised(mean(units.slice(at * prompts.length, (at + 1) * prompts.length))));
}

/** Each class's matrix is made once; a failure is forgotten, so the next caller tries again. */
function memoise<T>(make: (key: string) => Promise<T>): (key: string) => Promise<T> {
  const made = new Map<string, Promise<T>>();
  return (key) => {
    const promise =
      made.get(key) ??
      make(key).catch((error: unknown) => {
        made.delete(key);
        throw error;
      });
    made.set(key, promise);
    return promise;
  };
}

function rows({ data, dims }: Output): Float32Array[] {
  const width = data.length / (dims[0] as number);
  return Array.from({ length: dims[0] as number }, (_, at) => data.subarray(at * width, (at + 1) * width));
}

function normalised(vector: ArrayLike<number>): Float64Array {
  const copy = Float64Array.from(vector);
  const length = Math.sqrt(dot(copy, copy));
  return copy.map((value) => value / length);
}

function mean(vectors: readonly Float64Array[]): Float64Array {
  const [first, ...rest] = vectors as [Float64Array, ...Float64Array[]];
  return first.map(
    (value, at) => rest.reduce((sum, other) => sum + (other[at] ?? 0), value) / vectors.length,
  );
}

function dot(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, at) => sum + value * (b[at] ?? Number.NaN), 0);
}
