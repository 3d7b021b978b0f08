import { AppError } from '../core/errors.ts';
import { type Colors, openColors } from './colors.ts';
import type { Detection } from './detections.ts';
import { type Detector, openDetector, type Prepared } from './detector.ts';
import type { Compute } from './inference/tensors.ts';
import type { InstalledJudge } from './installed.ts';

/** A detection, and where its class was asked about, its colour. */
export interface Percept extends Detection {
  color?: string;
  /** All ten, in the order of GenEval's colours. */
  colorLogits?: number[];
}

export interface Judge {
  readonly revision: string;
  readonly prepare: Detector['prepare'];
  /**
   * What is in each picture, best first. `wanted` says for each picture which classes need a colour; of those the
   * best `maxObjects` get one, since the decision looks at no more.
   */
  perceive(pictures: readonly Prepared[], wanted: readonly ReadonlySet<string>[]): Promise<Percept[][]>;
  close(): Promise<void>;
}

export async function openJudge(installed: InstalledJudge, compute: Compute): Promise<Judge> {
  const detector = await openDetector(installed.detector, compute);
  const colors =
    installed.colors &&
    (await openColors(installed.colors, compute).catch(async (error: unknown) => {
      await detector.close();
      throw error;
    }));

  return {
    revision: installed.revision,
    prepare: detector.prepare,
    perceive: async (pictures, wanted) => {
      if (!colors && wanted.some((classes) => classes.size > 0)) {
        throw new AppError(
          'INVALID_INPUT',
          `${installed.name} cannot tell colours: its manifest names no "colors"`,
        );
      }
      const percepts: Percept[][] = await detector.infer(pictures);
      if (colors) await addColors(colors, pictures, percepts, wanted, installed.decide.maxObjects);
      return percepts;
    },
    close: async () => {
      await detector.close();
      await colors?.close();
    },
  };
}

async function addColors(
  colors: Colors,
  pictures: readonly Prepared[],
  percepts: readonly Percept[][],
  wanted: readonly ReadonlySet<string>[],
  maxObjects: number,
): Promise<void> {
  const asked = percepts.flatMap((ofPicture, at) => {
    const picture = (pictures[at] as Prepared).picture;
    return [...(wanted[at] ?? [])].flatMap((name) =>
      ofPicture
        .filter((percept) => percept.class === name)
        .slice(0, maxObjects)
        .map((percept) => ({ picture, percept })),
    );
  });
  const answers = await colors.classify(asked.map(({ picture, percept }) => ({ ...percept, picture })));
  for (const [at, answer] of answers.entries()) {
    const percept = asked[at]?.percept;
    if (percept) Object.assign(percept, { color: answer.color, colorLogits: answer.logits });
  }
}
