import { AppError } from '../core/errors.ts';
import { type Picture, type PictureLimits, readPicture } from '../media/picture.ts';
import { resolveClasses } from './classes.ts';
import { type Detection, type Frame, toDetections } from './detections.ts';
import { feedingOf, inputNames, prepareInput } from './inputs.ts';
import type { Installed } from './installed.ts';
import type { DetectorManifest, InputSpec } from './manifest.ts';
import { type Compute, type Output, openSession } from './onnx.ts';

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

export async function openDetector(
  { manifest, paths }: Installed<DetectorManifest>,
  compute: Compute,
): Promise<Detector> {
  const { input, output } = manifest;
  const classes = resolveClasses(manifest.classes);
  const path = paths['model'] as string;
  const session = await openSession(
    { model: manifest.name, path, inputs: inputNames(input), outputs: [output.logits, output.boxes] },
    compute,
  );
  const feeding = feedingOf(input);
  const labels = output.head === 'softmax' ? classes.length + 1 : classes.length;

  return {
    prepare: async (bytes, limits) => {
      const picture = await readPicture(bytes, limits);
      return { picture, input: await prepareInput(picture, input) };
    },
    infer: async (batch) => {
      if (batch.length === 0) return [];
      const inputs = batch.map((prepared) => prepared.input);
      const answer = await feeding(inputs, (feeds) => session.run(feeds));
      const logits = answer(output.logits);
      const boxes = answer(output.boxes);
      const queries = checkShapes(path, batch.length, labels, logits, boxes);
      return batch.map((prepared, at) => {
        const raw = { logits: slice(logits, at), boxes: slice(boxes, at), queries };
        return toDetections(raw, output, classes, frameOf(prepared, input));
      });
    },
    close: () => session.release(),
  };
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
