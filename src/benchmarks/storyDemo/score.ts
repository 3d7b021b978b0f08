import type { Skill } from './skills.ts';

/** What a judge says of one step: all right, nothing of it there, or the first skill that is not all right. */
export type StepVerdict = 'right' | 'nothing' | Skill;

export const STORY_SCALE = { min: 0, max: 6 } as const;

/** A picture that shows all that its step says is worth two points, one that shows some of it one. */
function pointsOf(verdict: StepVerdict): number {
  if (verdict === 'right') return 2;
  return verdict === 'nothing' ? 0 : 1;
}

/** 0 to 6: six times the points that the pictures earn over those they could, halves up. */
export function storyScore(verdicts: readonly StepVerdict[]): number {
  if (verdicts.length === 0) throw new RangeError('A story has at least one step');
  const points = verdicts.reduce((sum, verdict) => sum + pointsOf(verdict), 0);
  return Math.round((STORY_SCALE.max * points) / (2 * verdicts.length));
}
