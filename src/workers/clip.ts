import { COLORS } from '../benchmarks/geneval/names.ts';
import { AppError } from '../core/errors.ts';
import type { Picture } from '../media/picture.ts';
import type { ColorModel } from './colorModel.ts';
import { findBatch } from './firstTry.ts';
import { any, BATCH, type Expected, FLOATS, INTEGERS, inParts } from './inference/contract.ts';
import { type ModelFile, openSession, type Session } from './inference/session.ts';
import type { Compute, Output } from './inference/tensors.ts';
import { blankInput, feedingOf, inputsOf, sized } from './inputs.ts';
import type { Installed } from './installed.ts';
import type { Manifest } from './manifest.ts';
import { openTokenizer } from './tokenizer.ts';

type ClipManifest = Extract<Manifest, { kind: 'clip' }>;

/** Zero-shot colours as GenEval's: `logitScale` times the cosine between a crop and each colour's averaged prompts. */
export async function openClip(
  { manifest, paths }: Installed<ClipManifest>,
  compute: Compute,
): Promise<ColorModel> {
  const { text, output, name, logitScale } = manifest;
  const [visionPath, textPath] = [paths['vision'] as string, paths['text'] as string];
  const tokenize = await openTokenizer(paths['tokenizer'] as string, text.context);
  const opened: Session[] = [];
  const close = async () => void (await Promise.all(opened.map((session) => session.release())));
  const open = async (file: ModelFile): Promise<Session> => {
    const session = await openSession(file, compute);
    opened.push(session);
    return session;
  };
  try {
    const vision = await open({
      model: name,
      path: visionPath,
      inputs: inputsOf(manifest.input),
      outputs: { [output.imageEmbeds]: EMBEDS },
    });
    const texts = await open({
      model: name,
      path: textPath,
      inputs: { [text.name]: tokensOf(text) },
      outputs: { [output.textEmbeds]: EMBEDS },
    });
    const input = sized(manifest.input, vision.inputs, visionPath);
    const feeding = feedingOf(input);
    const look = (pictures: readonly Picture[]): Promise<Float64Array[]> =>
      feeding(pictures, async (feeds) => rows((await vision.run(feeds))(output.imageEmbeds)).map(normalised));
    const read = async (prompts: readonly string[]): Promise<Float64Array[]> =>
      rows((await texts.run({ [text.name]: tokenize(prompts) }))(output.textEmbeds)).map(normalised);

    const pictures = await findBatch(visionPath, vision.batch, blankInput(input), look);
    const prompts = await findBatch(textPath, texts.batch, 'a photo', read);
    const colorsOf = memoise((className) =>
      embedColors(manifest, (filled) => inParts(filled, prompts, read), className),
    );
    checkWidths(name, await colorsOf('object'), await inParts([blankInput(input)], pictures, look));
    return {
      input,
      logits: async (inputs, classes) => {
        const weights = await Promise.all(classes.map(colorsOf));
        const images = await inParts(inputs, pictures, look);
        return images.map((image, at) =>
          (weights[at] as Float64Array[]).map((color) => logitScale * dot(image, color)),
        );
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

const EMBEDS: Expected = { types: FLOATS, sides: [BATCH, any('width')] };

function tokensOf({ context }: ClipManifest['text']): Expected {
  const tokens = {
    name: 'number of tokens',
    length: context,
    by: 'text.context of the manifest',
    remedy: (found: number) => `write ${found} there`,
  };
  return { types: INTEGERS, sides: [BATCH, tokens] };
}

function checkWidths(name: string, [text]: readonly Float64Array[], [image]: readonly Float64Array[]): void {
  if (text?.length === image?.length) return;
  throw new AppError(
    'INVALID_INPUT',
    `The two files of ${name} do not belong together: a picture becomes ${image?.length} numbers, a text ${text?.length}. Install both from one export`,
  );
}

/** One unit vector per colour: the prompts' unit vectors averaged and made a unit vector again. */
async function embedColors(
  { prompts }: ClipManifest,
  read: (filled: readonly string[]) => Promise<Float64Array[]>,
  className: string,
): Promise<Float64Array[]> {
  const filled = COLORS.flatMap((color) =>
    prompts.map((prompt) => prompt.replaceAll('{color}', color).replaceAll('{class}', className)),
  );
  const units = await read(filled);
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
