import { COLORS } from '../benchmarks/geneval/names.ts';
import { type GenevalRecord, RELATIONS, TAGS } from '../benchmarks/geneval/record.ts';
import { type PaintedClass, paintedClasses } from './drawings.ts';
import { createRandom, type Random } from './random.ts';
import type { Tag } from './record.ts';

const counts = ['zero', 'one', 'two', 'three', 'four'];
const promptSeed = 553;
const perTag = 10;

const article = (words: string) => (/^[aeiou]/.test(words) ? `an ${words}` : `a ${words}`);

/** A record in GenEval's wording about painted classes, any of the six tasks unless one is named. */
export function randomRecord(random: Random, tag: Tag = random.pick(TAGS)): GenevalRecord {
  const [first, second] = random.shuffled(paintedClasses) as [PaintedClass, PaintedClass];
  const [color, otherColor] = random.shuffled(COLORS) as [string, string];
  switch (tag) {
    case 'single_object':
      return { tag, include: [{ class: first, count: 1 }], prompt: `a photo of ${article(first)}` };
    case 'two_object':
      return {
        tag,
        include: [
          { class: first, count: 1 },
          { class: second, count: 1 },
        ],
        prompt: `a photo of ${article(first)} and ${article(second)}`,
      };
    case 'counting': {
      const count = 2 + random.below(3);
      return {
        tag,
        include: [{ class: first, count }],
        exclude: [{ class: first, count: count + 1 }],
        prompt: `a photo of ${counts[count]} ${first}s`,
      };
    }
    case 'colors':
      return {
        tag,
        include: [{ class: first, count: 1, color }],
        prompt: `a photo of ${article(`${color} ${first}`)}`,
      };
    case 'position': {
      const relation = random.pick(RELATIONS);
      return {
        tag,
        include: [
          { class: first, count: 1 },
          { class: second, count: 1, position: [relation, 0] },
        ],
        prompt: `a photo of ${article(second)} ${relation} ${article(first)}`,
      };
    }
    case 'color_attr':
      return {
        tag,
        include: [
          { class: first, count: 1, color },
          { class: second, count: 1, color: otherColor },
        ],
        prompt: `a photo of ${article(`${color} ${first}`)} and ${article(`${otherColor} ${second}`)}`,
      };
  }
}

/** The demo benchmark: sixty prompts, ten of each task, always the same and no two alike. */
export function demoPrompts(): GenevalRecord[] {
  const random = createRandom(promptSeed);
  const seen = new Set<string>();
  return TAGS.flatMap((tag) => {
    const records: GenevalRecord[] = [];
    while (records.length < perTag) {
      const record = randomRecord(random, tag);
      if (!seen.has(record.prompt)) records.push(record);
      seen.add(record.prompt);
    }
    return records;
  });
}
