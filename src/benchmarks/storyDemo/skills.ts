import type { GenevalRecord } from '../geneval/record.ts';

/** What a picture is asked about, after EvalAlign's alignment skills. */
export const SKILLS = ['object', 'count', 'color', 'spatial'] as const;
export type Skill = (typeof SKILLS)[number];

/** EvalAlign's options: 0 nothing is right, 1 some of it, 2 all. */
export type Grade = 0 | 1 | 2;
export const GRADES = [0, 1, 2] as const satisfies readonly Grade[];

/** One grade for several pictures: 2 when all have 2, 0 when all have 0, else 1. */
export function overallGrade(grades: readonly Grade[]): Grade {
  const [first = 2] = grades;
  return grades.every((grade) => grade === first) ? first : 1;
}

const NUMBERS = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight'];

/** The skills that the record says anything about. */
export function skillsOf(record: GenevalRecord): Skill[] {
  const isAsked: Record<Skill, boolean> = {
    object: record.include.length > 0,
    count: record.tag === 'counting',
    color: record.include.some(({ color }) => color !== undefined),
    spatial: record.include.some(({ position }) => position !== undefined),
  };
  return SKILLS.filter((skill) => isAsked[skill]);
}

/** The record in words, as a story tells it: "three cats and one cup", "a red car", "a cat left of a cup". */
export function describeRecord(record: GenevalRecord): string {
  if (record.tag === 'counting') return listed(counted(record));
  const named = record.include.map(({ class: name, color }) => article(color ? `${color} ${name}` : name));
  return placed(record, named) ?? listed(named);
}

/** What the question about a skill puts into its wording; null where the record says nothing about it. */
export function askedOf(record: GenevalRecord, skill: Skill): string | null {
  if (!skillsOf(record).includes(skill)) return null;
  const names = record.include.map((each) => each.class);
  switch (skill) {
    case 'object':
      return listed(names);
    case 'count':
      return listed(counted(record));
    case 'color':
      return listed(record.include.flatMap(({ class: name, color }) => (color ? [`${color} ${name}`] : [])));
    case 'spatial':
      return placed(record, names);
  }
}

function placed({ include }: GenevalRecord, names: readonly string[]): string | null {
  const at = include.findIndex(({ position }) => position !== undefined);
  const [relation, target] = include[at]?.position ?? [];
  return relation === undefined ? null : `${names[at]} ${relation} ${names[target as number]}`;
}

const counted = ({ include }: GenevalRecord): string[] =>
  include.map(({ class: name, count }) => `${NUMBERS[count] ?? count} ${count === 1 ? name : plural(name)}`);

const listed = (parts: readonly string[]): string => parts.join(' and ');
const article = (words: string): string => (/^[aeiou]/.test(words) ? `an ${words}` : `a ${words}`);
const plural = (name: string): string => (/(s|ch)$/.test(name) ? `${name}es` : `${name}s`);
