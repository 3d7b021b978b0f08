import { AppError } from '../core/errors.ts';
import { type Picture, type PictureLimits, readPicture } from '../media/picture.ts';
import { resolveClasses } from './classes.ts';
import { type Detection, type Frame, toDetections } from './detections.ts';
import { findBatch } from './firstTry.ts';
import { any, BATCH, type Expected, FLOATS, inParts } from './inference/contract.ts';
import { openSession } from './inference/session.ts';
import type { Compute, Output } from './inference/tensors.ts';
import { blankInput, feedingOf, inputsOf, prepareInput, sized } from './inputs.ts';
import type { Installed } from './installed.ts';
import type { DetectorManifest, InputSpec } from './manifest.ts';

/** A decoded picture and what the network will see of it. */
export interface Prepared {
  /** At its own size, for cutting objects out. */
  readonly picture: Picture;
  readonly input: Picture;
}

export interface Detector {
  /** Decodes and resizes, off this thread for the most part; throws what is wrong with the picture. */
  prepare(bytes: Uint8Array, limits?: PictureLimits): Promise<Prepared>;
  /** Detections of each picture from the manifest's `keep` upwards, best first. */
  infer(batch: readonly Prepared[]): Promise<Detection[][]>;
  close(): Promise<void>;
}

/** What the network answered for one picture. */
interface Answered {
  readonly logits: Float32Array;
  readonly boxes: Float32Array;
  readonly queries: number;
}

/** Throws when the file is not what the manifest means: as it declares itself, or on a blank picture. */
export async function openDetector(
  { manifest, paths }: Installed<DetectorManifest>,
  compute: Compute,
): Promise<Detector> {
  const { output } = manifest;
  const classes = resolveClasses(manifest.classes);
  const labels = output.head === 'softmax' ? classes.length + 1 : classes.length;
  const path = paths['model'] as string;
  const session = await openSession(
    { model: manifest.name, path, inputs: inputsOf(manifest.input), outputs: outputsOf(manifest, labels) },
    compute,
  );
  try {
    const input = sized(manifest.input, session.inputs, path);
    const feeding = feedingOf(input);
    const answer = (inputs: readonly Picture[]): Promise<Answered[]> =>
      feeding(inputs, async (feeds) => {
        const answers = await session.run(feeds);
        const [logits, boxes] = [answers(output.logits), answers(output.boxes)];
        const queries = checkShapes(path, inputs.length, labels, logits, boxes);
        return inputs.map((_, at) => ({ logits: slice(logits, at), boxes: slice(boxes, at), queries }));
      });
    const batch = await findBatch(path, session.batch, blankInput(input), answer);

    return {
      prepare: async (bytes, limits) => {
        const picture = await readPicture(bytes, limits);
        return { picture, input: await prepareInput(picture, input) };
      },
      infer: async (pictures) => {
        const inputs = pictures.map((prepared) => prepared.input);
        const raw = await inParts(inputs, batch, answer);
        return pictures.map((prepared, at) =>
          toDetections(raw[at] as Answered, output, classes, frameOf(prepared, input)),
        );
      },
      close: () => session.release(),
    };
  } catch (error) {
    await session.release();
    throw error;
  }
}

function outputsOf({ output, classes }: DetectorManifest, labels: number): Record<string, Expected> {
  const named = typeof classes === 'string' ? `the 80 of "${classes}"` : `${classes.length} names`;
  const besides = output.head === 'softmax' ? ' and "no object"' : '';
  return {
    [output.logits]: {
      types: FLOATS,
      sides: [
        BATCH,
        any('queries'),
        {
          name: 'number of classes',
          length: labels,
          by: `classes of the manifest: ${named}${besides}`,
          remedy: (found) => adviceOn(output.head, labels, found),
        },
      ],
    },
    [output.boxes]: { types: FLOATS, sides: [BATCH, any('queries'), { name: 'number of sides', length: 4 }] },
  };
}

function adviceOn(head: DetectorManifest['output']['head'], labels: number, found: number): string {
  if (head === 'sigmoid' && found === labels + 1)
    return 'one more is a "no object", which output.head "softmax" has, or a class that "classes" leaves out';
  if (head === 'softmax' && found === labels - 1) return 'without a "no object" output.head is "sigmoid"';
  const names = head === 'softmax' ? found - 1 : found;
  return `give "classes" as the list of the file's ${names} names in its order, with "N/A" for those without a meaning`;
}

/** One picture's part of a batched output. */
function slice({ data, dims }: Output, at: number): Float32Array {
  const length = data.length / (dims[0] as number);
  return data.subarray(at * length, (at + 1) * length);
}

/** A normalised coordinate spans the network's frame, of which the picture may fill only a part. */
function frameOf({ picture, input }: Prepared, spec: InputSpec): Frame {
  return {
    width: picture.width,
    height: picture.height,
    scaleX: (picture.width * spec.width) / input.width,
    scaleY: (picture.height * spec.height) / input.height,
  };
}

/** The number of queries. A head read with the wrong number of classes would give plausible nonsense. */
function checkShapes(path: string, batch: number, labels: number, logits: Output, boxes: Output): number {
  const queries = logits.dims[1] ?? 0;
  const expected = [
    ['logits', logits.dims, [batch, queries, labels]],
    ['boxes', boxes.dims, [batch, queries, 4]],
  ] as const;
  for (const [name, found, wanted] of expected) {
    if (found.join() === wanted.join()) continue;
    throw new AppError(
      'INVALID_INPUT',
      `${path} answered ${name} of shape [${found.join(', ')}], the manifest's classes and head mean [${wanted.join(', ')}]`,
    );
  }
  return queries;
}
