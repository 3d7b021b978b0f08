import { COLORS } from '../benchmarks/geneval/names.ts';
import { AppError } from '../core/errors.ts';
import type { Picture } from '../media/picture.ts';
import { crop } from '../media/resize.ts';
import { openClip } from './clip.ts';
import { type ClassifierManifest, openClassifier } from './colorModel.ts';
import type { Box } from './detections.ts';
import type { Compute } from './inference/tensors.ts';
import { prepareInput } from './inputs.ts';
import type { Installed } from './installed.ts';
import type { ColorManifest, Manifest } from './manifest.ts';

/** An object whose colour is asked for. */
export interface ColorRequest {
  readonly picture: Picture;
  readonly class: string;
  readonly box: Box;
}

export interface ColorAnswer {
  /** The best of `COLORS`; there is no "none of these". */
  color: string;
  /** Of all ten, in the order of `COLORS`. */
  logits: number[];
}

export interface Colors {
  /** Answers in the order of the requests. */
  classify(objects: readonly ColorRequest[]): Promise<ColorAnswer[]>;
  close(): Promise<void>;
}

/** The official script's batch. */
const BATCH = 16;

export async function openColors(installed: Installed<ColorManifest>, compute: Compute): Promise<Colors> {
  const { manifest } = installed;
  if (manifest.crop.background !== 'original') {
    throw new AppError(
      'INVALID_INPUT',
      `${manifest.name} asks for background ${manifest.crop.background}, which needs masks; detectors here give boxes: use "original"`,
    );
  }
  const model = isKind(installed, 'clip')
    ? await openClip(installed, compute)
    : await openClassifier(installed as Installed<ClassifierManifest>, compute);

  return {
    classify: async (objects) => {
      const answers: ColorAnswer[] = [];
      for (let from = 0; from < objects.length; from += BATCH) {
        const batch = objects.slice(from, from + BATCH);
        const inputs = await Promise.all(
          batch.map(({ picture, box }) => prepareInput(crop(picture, box), model.input)),
        );
        const logits = await model.logits(
          inputs,
          batch.map((object) => object.class),
        );
        answers.push(...logits.map(toAnswer));
      }
      return answers;
    },
    close: () => model.close(),
  };
}

function isKind<K extends Manifest['kind']>(
  model: Installed,
  kind: K,
): model is Installed<Extract<Manifest, { kind: K }>> {
  return model.manifest.kind === kind;
}

/** Of equal logits the first wins, as argmax has it. */
function toAnswer(logits: number[]): ColorAnswer {
  if (logits.length !== COLORS.length || !logits.every(Number.isFinite)) {
    throw new Error(`A colour model answered [${logits.join(', ')}], not ${COLORS.length} finite numbers`);
  }
  return { color: COLORS[logits.indexOf(Math.max(...logits))] as string, logits };
}
