import type { GenevalRecord } from '../benchmarks/geneval/record.ts';
import type { StepVerdict } from '../benchmarks/storyDemo/score.ts';
import { type Grade, type Skill, skillsOf } from '../benchmarks/storyDemo/skills.ts';
import { isRelation } from './record.ts';
import { directness, type PaintedObject } from './truth.ts';

/** The right answer to each skill that the record asks about, from what was really painted. */
export function alignmentTruth(
  record: GenevalRecord,
  objects: readonly PaintedObject[],
): Partial<Record<Skill, Grade>> {
  return Object.fromEntries(skillsOf(record).map((skill) => [skill, grade(skill, record, objects)]));
}

function grade(skill: Skill, record: GenevalRecord, objects: readonly PaintedObject[]): Grade {
  const found = (name: string) => objects.filter((object) => object.class === name);
  switch (skill) {
    case 'object':
      return share(record.include.map((each) => found(each.class).length > 0));
    case 'count':
      return share(record.include.map((each) => found(each.class).length === each.count));
    case 'color':
      return share(
        record.include
          .filter(({ color }) => color !== undefined)
          .map(({ class: name, color }) => {
            const there = found(name);
            return there.length > 0 && there.every((object) => object.color === color);
          }),
      );
    case 'spatial':
      return standing(record, found);
  }
}

function share(isRight: readonly boolean[]): Grade {
  if (isRight.every(Boolean)) return 2;
  return isRight.some(Boolean) ? 1 : 0;
}

/** One relation cannot be half right: 1 is for two things that are there and stand otherwise, 0 where one is missing. */
function standing(record: GenevalRecord, found: (name: string) => readonly PaintedObject[]): Grade {
  const placed = record.include.find(({ position }) => position !== undefined);
  const [relation = '', target = 0] = placed?.position ?? [];
  const [those, these] = [found(placed?.class ?? ''), found(record.include[target]?.class ?? '')];
  if (those.length === 0 || these.length === 0 || !isRelation(relation)) return 0;
  return those.every((a) => these.every((b) => directness(a.box, b.box, relation) > 0.5)) ? 2 : 1;
}

/** What is wrong with a step's picture first of all: things before their number, colour and place. */
export function stepVerdict(grades: Partial<Record<Skill, Grade>>): StepVerdict {
  if (grades.object === 0) return 'nothing';
  const [wrong] = (['object', 'count', 'color', 'spatial'] as const).filter(
    (skill) => (grades[skill] ?? 2) < 2,
  );
  return wrong ?? 'right';
}
