import { COLORS } from '../benchmarks/geneval/names.ts';
import { AppError } from '../core/errors.ts';
import type { Picture } from '../media/picture.ts';
import { findBatch } from './firstTry.ts';
import { BATCH, FLOATS, inParts } from './inference/contract.ts';
import { openSession } from './inference/session.ts';
import type { Compute } from './inference/tensors.ts';
import { blankInput, feedingOf, inputsOf, sized } from './inputs.ts';
import type { Installed } from './installed.ts';
import type { InputSpec, Manifest } from './manifest.ts';

export type ClassifierManifest = Extract<Manifest, { kind: 'color-classifier' }>;

/** A colour model over prepared crops: ten logits for each, given the class of each. */
export interface ColorModel {
  /** What crops are prepared for. */
  readonly input: InputSpec;
  logits(inputs: readonly Picture[], classes: readonly string[]): Promise<number[][]>;
  close(): Promise<void>;
}

/** A network that answers the ten logits itself, whatever the class. */
export async function openClassifier(
  { manifest, paths }: Installed<ClassifierManifest>,
  compute: Compute,
): Promise<ColorModel> {
  const { output, name } = manifest;
  const path = paths['model'] as string;
  const colors = {
    name: 'number of colours',
    length: COLORS.length,
    by: `in the order ${COLORS.join(', ')}`,
  };
  const outputs = { [output.logits]: { types: FLOATS, sides: [BATCH, colors] } };
  const session = await openSession(
    { model: name, path, inputs: inputsOf(manifest.input), outputs },
    compute,
  );
  try {
    const input = sized(manifest.input, session.inputs, path);
    const feeding = feedingOf(input);
    const answer = (inputs: readonly Picture[]): Promise<number[][]> =>
      feeding(inputs, async (feeds) => {
        const { data, dims } = (await session.run(feeds))(output.logits);
        checkLogits(path, dims, inputs.length);
        return inputs.map((_, at) => [...data.subarray(at * COLORS.length, (at + 1) * COLORS.length)]);
      });
    const batch = await findBatch(path, session.batch, blankInput(input), answer);
    return {
      input,
      logits: (inputs) => inParts(inputs, batch, answer),
      close: () => session.release(),
    };
  } catch (error) {
    await session.release();
    throw error;
  }
}

function checkLogits(path: string, dims: readonly number[], crops: number): void {
  if (dims.join() === [crops, COLORS.length].join()) return;
  throw new AppError(
    'INVALID_INPUT',
    `${path} answered logits of shape [${dims.join(', ')}] for ${crops} crops, not [${crops}, ${COLORS.length}]`,
  );
}
