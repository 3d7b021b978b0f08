import type { GenevalRecord } from '../benchmarks/geneval/record.ts';
import { stepText } from '../benchmarks/storyDemo/prompts.ts';
import { type StepVerdict, storyScore } from '../benchmarks/storyDemo/score.ts';
import type { Grade, Skill } from '../benchmarks/storyDemo/skills.ts';
import type { Style } from './mistakes.ts';
import { type PaintOptions, type Picture, paint } from './paint.ts';
import { createRandom, hashText } from './random.ts';
import { misread } from './storyRecords.ts';
import { alignmentTruth, stepVerdict } from './storyTruth.ts';

export interface StoryStep {
  /** What the step says: "step one: a red car." */
  readonly text: string;
  readonly record: GenevalRecord;
  readonly picture: Picture;
  /** The right answers about this picture. */
  readonly grades: Partial<Record<Skill, Grade>>;
  readonly verdict: StepVerdict;
}

export interface Story {
  readonly steps: readonly StoryStep[];
  /** The score the story deserves, 0 to 6. */
  readonly truth: number;
}

/** The share of steps that are misread before they are painted; the painter's own mistakes come on top. */
const misreadings: Record<Style, number> = { careful: 0.1, hasty: 0.4 };

/** Tells a story of these steps with a picture each, some of them wrong: it stands in for an interleaved model. */
export function paintStory(records: readonly GenevalRecord[], options: PaintOptions): Story {
  const steps = records.map((record, index) => paintStep(record, index, options));
  return { steps, truth: storyScore(steps.map(({ verdict }) => verdict)) };
}

function paintStep(record: GenevalRecord, index: number, { seed, style }: PaintOptions): StoryStep {
  const random = createRandom(hashText(`${seed} ${style} step ${index} ${record.prompt}`));
  const isMisread = random.chance(misreadings[style]);
  const understood = isMisread ? misread(record, random) : record;
  const picture = paint(understood, { seed: hashText(`${seed} step ${index}`), style });
  const grades = alignmentTruth(record, picture.objects);
  return { text: stepText(record, index), record, picture, grades, verdict: stepVerdict(grades) };
}
