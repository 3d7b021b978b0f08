import { COLORS } from '../benchmarks/geneval/names.ts';
import type { Picture } from '../media/picture.ts';
import { feedingOf, inputNames } from './inputs.ts';
import type { Installed } from './installed.ts';
import type { Manifest } from './manifest.ts';
import { type Compute, openSession } from './onnx.ts';

export type ClassifierManifest = Extract<Manifest, { kind: 'color-classifier' }>;

/** A colour model over prepared crops: ten logits for each, given the class of each. */
export interface ColorModel {
  logits(inputs: readonly Picture[], classes: readonly string[]): Promise<number[][]>;
  close(): Promise<void>;
}

/** A network that answers the ten logits itself, whatever the class. */
export async function openClassifier(
  { manifest, paths }: Installed<ClassifierManifest>,
  compute: Compute,
): Promise<ColorModel> {
  const { input, output, name } = manifest;
  const path = paths['model'] as string;
  const session = await openSession(
    { model: name, path, inputs: inputNames(input), outputs: [output.logits] },
    compute,
  );
  const feeding = feedingOf(input);
  return {
    logits: async (inputs) => {
      const answer = (await feeding(inputs, (feeds) => session.run(feeds)))(output.logits);
      return inputs.map((_, at) => [...answer.data.subarray(at * COLORS.length, (at + 1) * COLORS.length)]);
    },
    close: () => session.release(),
  };
}
