import { COLORS } from '../benchmarks/geneval/names.ts';
import { type GenevalRecord, RELATIONS } from '../benchmarks/geneval/record.ts';
import { describeRecord, type Skill, skillsOf } from '../benchmarks/storyDemo/skills.ts';
import { type PaintedClass, paintedClasses } from './drawings.ts';
import type { Random } from './random.ts';
import { isRelation } from './record.ts';

type Include = GenevalRecord['include'][number];

/** What the stories of each place are about; every class the painter draws is at home in one of them. */
export const PLACES = {
  kitchen: ['apple', 'banana', 'bottle', 'cake', 'cup', 'donut', 'wine glass'],
  'living-room': ['cat', 'chair', 'clock', 'couch', 'potted plant', 'teddy bear', 'tv'],
  street: ['bird', 'bus', 'car', 'fire hydrant', 'stop sign', 'traffic light', 'umbrella'],
  travel: ['airplane', 'backpack', 'boat', 'elephant', 'kite', 'suitcase', 'tie'],
} as const satisfies Record<string, readonly PaintedClass[]>;

export type Place = keyof typeof PLACES;

/** One step of a story: one or two things, counted, coloured, placed, or just there. */
export function randomStep(
  random: Random,
  among: readonly PaintedClass[] = paintedClasses,
  skill: Skill = random.pick(['object', 'count', 'color', 'spatial']),
): GenevalRecord {
  const [first, second] = random.shuffled(among) as [PaintedClass, PaintedClass];
  const one = (name: string, color?: string): Include => ({
    class: name as PaintedClass,
    count: 1,
    ...(color && { color }),
  });
  const isPair = random.chance(0.7);
  switch (skill) {
    case 'object':
      return recordOf(isPair ? [one(first), one(second)] : [one(first)]);
    case 'count': {
      const counted = { ...one(first), count: 2 + random.below(3) };
      return countOf(isPair ? [counted, { ...one(second), count: 1 + random.below(2) }] : [counted]);
    }
    case 'color': {
      const colored = [one(first, random.pick(COLORS)), one(second, random.pick(COLORS))];
      return recordOf(isPair ? colored : colored.slice(0, 1));
    }
    case 'spatial':
      return recordOf([one(first), { ...one(second), position: [random.pick(RELATIONS), 0] }]);
  }
}

/** Two or three steps about one place. */
export function randomStory(random: Random, place: Place, length = 2 + random.below(2)): GenevalRecord[] {
  return Array.from({ length }, () => randomStep(random, PLACES[place]));
}

/**
 * Another record, like this one but for a plain mistake: a thing swapped for another or left out, a wrong number,
 * colour or relation. Painting it gives a picture that shows the record wrongly; asking it about a picture of the
 * record gives a question whose answer is not "all right".
 */
export function misread(record: GenevalRecord, random: Random): GenevalRecord {
  const [skill = 'object'] = skillsOf(record).filter((each) => each !== 'object');
  if (skill === 'object' || random.chance(0.3)) return losing(record, random);
  if (skill === 'count') return miscounting(record, random);
  if (skill === 'color') return recoloring(record, random);
  return replacing(record, random);
}

function losing(record: GenevalRecord, random: Random): GenevalRecord {
  const others = paintedClasses.filter((name) => record.include.every((each) => each.class !== name));
  const [substitute, another] = random.shuffled(others) as [PaintedClass, PaintedClass];
  const isAll = random.chance(0.35);
  const lost = random.below(record.include.length);
  const isDropped = record.include.length > 1 && !isAll && record.tag !== 'position' && random.chance(0.5);
  const include = record.include.flatMap((each, i): Include[] => {
    if (!isAll && i !== lost) return [each];
    return isDropped ? [] : [{ ...each, class: i === 0 ? substitute : another }];
  });
  return record.tag === 'counting' ? countOf(include) : recordOf(include);
}

function miscounting({ include }: GenevalRecord, random: Random): GenevalRecord {
  const isAll = random.chance(0.35);
  const wrong = random.below(include.length);
  return countOf(
    include.map((each, i) => {
      if (!isAll && i !== wrong) return each;
      const counts = [1, 2, 3, 4].filter(
        (count) => count !== each.count && Math.abs(count - each.count) <= 2,
      );
      return { ...each, count: random.pick(counts) };
    }),
  );
}

function recoloring({ include }: GenevalRecord, random: Random): GenevalRecord {
  const [first, second] = include;
  if (first && second && first.color !== second.color && random.chance(0.3)) {
    return recordOf([withColor(first, second.color), withColor(second, first.color)]);
  }
  const isAll = random.chance(0.35);
  const wrong = random.below(include.length);
  return recordOf(
    include.map((each, i) =>
      isAll || i === wrong ? withColor(each, random.pick(COLORS.filter((c) => c !== each.color))) : each,
    ),
  );
}

const withColor = (each: Include, color: string | undefined): Include => ({
  ...each,
  ...(color && { color }),
});

/** Another relation; now and then the two change places. */
function replacing({ include }: GenevalRecord, random: Random): GenevalRecord {
  const [target, placed] = include as [Include, Include];
  const relation = placed.position?.[0] ?? '';
  if (random.chance(0.3)) {
    return recordOf([
      { class: placed.class, count: 1 },
      { class: target.class, count: 1, position: [relation, 0] },
    ]);
  }
  const others = RELATIONS.filter((each) => each !== relation);
  return recordOf([target, { ...placed, position: [random.pick(others), 0] }]);
}

function countOf(include: readonly Include[]): GenevalRecord {
  return worded({
    tag: 'counting',
    include: [...include],
    exclude: include.map((each) => ({ class: each.class, count: each.count + 1 })),
    prompt: '',
  });
}

function recordOf(include: readonly Include[]): GenevalRecord {
  const [first, second] = include;
  const isPlaced = isRelation(second?.position?.[0] ?? '');
  const pairTag = isPlaced ? 'position' : first?.color ? 'color_attr' : 'two_object';
  const tag = second ? pairTag : first?.color ? 'colors' : 'single_object';
  return worded({ tag, include: [...include], prompt: '' });
}

const worded = (record: GenevalRecord): GenevalRecord => ({ ...record, prompt: describeRecord(record) });
