import { COLORS } from '../benchmarks/geneval/names.ts';
import { type GenevalRecord, RELATIONS } from '../benchmarks/geneval/record.ts';
import { type PaintedClass, paintedClasses } from './drawings.ts';
import type { ColorName } from './palette.ts';
import type { Random } from './random.ts';
import { isTag, type Relation, relationOf, type Tag } from './record.ts';

/** `careful` seldom errs; `hasty` often does, most of all where objects must be counted, placed or told apart. */
export type Style = 'careful' | 'hasty';

/** The share of pictures with a mistake in them, for each task. */
export const mistakeRates: Record<Style, Record<Tag, number>> = {
  careful: {
    single_object: 0.03,
    two_object: 0.06,
    counting: 0.1,
    colors: 0.05,
    position: 0.15,
    color_attr: 0.12,
  },
  hasty: {
    single_object: 0.08,
    two_object: 0.25,
    counting: 0.42,
    colors: 0.2,
    position: 0.6,
    color_attr: 0.5,
  },
};

/** One object to paint. */
export interface Wanted {
  readonly class: PaintedClass;
  readonly color: ColorName;
}

/** What will be painted, before anything has a place. */
export interface Plan {
  readonly objects: readonly Wanted[];
  /** How object 1 is to stand to object 0; absent where it does not matter. */
  readonly relation?: Relation;
}

/** The plan that the record asks for, or, with the style's probability, one that gets something plainly wrong. */
export function planScene(record: GenevalRecord, style: Style, random: Random): Plan {
  const right = rightPlan(record, random);
  const rate = isTag(record.tag) ? mistakeRates[style][record.tag] : 0;
  return random.chance(rate) ? spoil(record, right, random) : right;
}

function rightPlan(record: GenevalRecord, random: Random): Plan {
  const objects = record.include.flatMap(({ class: name, count, color }) => {
    const isUniform = random.chance(0.5);
    const first = random.pick(COLORS);
    return Array.from({ length: count }, (): Wanted => {
      const painted = (color as ColorName | undefined) ?? (isUniform ? first : random.pick(COLORS));
      return { class: name as PaintedClass, color: painted };
    });
  });
  const relation = relationOf(record);
  return relation ? { objects, relation } : { objects };
}

function spoil(record: GenevalRecord, plan: Plan, random: Random): Plan {
  const lose = () => loseOne(record, plan, random);
  switch (record.tag) {
    case 'single_object':
    case 'two_object':
      return lose();
    case 'counting':
      return miscount(plan, random);
    case 'colors':
      return recolor(plan, 0, random);
    case 'color_attr':
      if (random.chance(0.25)) return lose();
      return random.chance(0.5)
        ? swapColors(plan, random)
        : recolor(plan, random.below(plan.objects.length), random);
    case 'position':
      if (plan.relation === undefined || random.chance(0.2)) return lose();
      return { ...plan, relation: random.pick(RELATIONS.filter((other) => other !== plan.relation)) };
    default:
      return plan;
  }
}

/** One object is left out, or something that was not asked for takes its place. */
function loseOne(record: GenevalRecord, plan: Plan, random: Random): Plan {
  const lost = random.below(plan.objects.length);
  const others = paintedClasses.filter((name) => record.include.every((wanted) => wanted.class !== name));
  const isReplaced = plan.objects.length === 1 || random.chance(0.5);
  const substitute: Wanted = { class: random.pick(others), color: random.pick(COLORS) };
  return {
    objects: plan.objects.flatMap((object, i) => (i !== lost ? [object] : isReplaced ? [substitute] : [])),
  };
}

function miscount({ objects }: Plan, random: Random): Plan {
  const last = objects.at(-1);
  if (!last) return { objects };
  const isShort = objects.length > 1 && random.chance(0.55);
  return { objects: isShort ? objects.slice(0, -1) : [...objects, last] };
}

function recolor(plan: Plan, index: number, random: Random): Plan {
  const asked = plan.objects[index]?.color;
  const color = random.pick(COLORS.filter((name) => name !== asked));
  return { ...plan, objects: plan.objects.map((object, i) => (i === index ? { ...object, color } : object)) };
}

function swapColors(plan: Plan, random: Random): Plan {
  const [first, second] = plan.objects;
  if (!first || !second || first.color === second.color) return recolor(plan, 0, random);
  return {
    ...plan,
    objects: [
      { ...first, color: second.color },
      { ...second, color: first.color },
    ],
  };
}
