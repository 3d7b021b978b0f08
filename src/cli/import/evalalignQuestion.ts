import { externalIdOf } from '../../benchmarks/evalalign/files.ts';
import type { Dimension } from '../../benchmarks/evalalign/skills.ts';
import type { QuestionInput } from './api.ts';

/** A question that comes with replies or pictures. The prompt's text is not in them; only the released files have it. */
export function addedQuestion(
  dimension: Dimension,
  promptId: string,
  skills: readonly string[],
): QuestionInput {
  const reference = Object.fromEntries(skills.map((skill) => [skill, null]));
  const slices = [{ slug: dimension }];
  return { externalId: externalIdOf(dimension, promptId), slices, content: [], reference, criteria: skills };
}
