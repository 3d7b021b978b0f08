import { AppError } from '../../core/errors.ts';
import { fileRecord, invalid, optionalText, requiredName } from '../fields.ts';
import { externalIdOf, parseReplyRecord } from './files.ts';
import { type Dimension, type Skill, skillsOf } from './skills.ts';

/** One line of a replies file. */
export interface ReplyLine {
  promptId: string;
  /** Null on a line that only says that there is a picture, of which nothing is asked. */
  skill: Skill | null;
  /** Null where the judge gave none. */
  reply: string | null;
}

/** `{"promptId": "45", "criterion": "Object", "reply": "2, All objects…"}`, or `{"promptId": "675"}` for a picture alone. */
export function parseReplyLine(value: unknown, index: number, dimension: Dimension): ReplyLine {
  const record = fileRecord(value, index, 'promptId');
  const { criterion, reply } = record.fields;
  if (criterion === undefined && reply === undefined) {
    if (dimension === 'faithfulness')
      throw invalid(
        record.place,
        '"criterion" is missing: every skill of faithfulness is asked of every picture',
      );
    return { promptId: requiredName(record, 'promptId'), skill: null, reply: null };
  }
  if (reply !== null) return parseReplyRecord(value, index, dimension);
  const { skill, promptId } = parseReplyRecord({ ...record.fields, reply: '' }, index, dimension);
  return { promptId, skill, reply: optionalText(record, 'reply') };
}

/** The pictures that a file tells of, with the line that answers each skill, counted from 1. */
export type AnsweredPrompts = ReadonlyMap<string, ReadonlyMap<string, number>>;

/** Collects lines one by one. `add` throws for a second answer to the same question. */
export function openAnsweredPrompts(): {
  prompts: AnsweredPrompts;
  add(line: ReplyLine, index: number): void;
} {
  const prompts = new Map<string, Map<string, number>>();
  return {
    prompts,
    add: ({ promptId, skill }, index) => {
      const skills = prompts.get(promptId) ?? new Map<string, number>();
      prompts.set(promptId, skills);
      if (!skill) return;
      const earlier = skills.get(skill.slug);
      if (earlier !== undefined) {
        const what = `both answer ${skill.name} of promptId "${promptId}"`;
        throw new AppError('INVALID_INPUT', `records ${earlier} and ${index + 1}: ${what}`);
      }
      skills.set(skill.slug, index + 1);
    },
  };
}

/** What is asked of a prompt that the benchmark has: slugs of skills. */
export interface InstalledPrompt {
  skills: readonly string[];
  /** Whether it is from the released files, not only from somebody's replies. */
  isReleased: boolean;
}

export interface RepliesPlan {
  /** Prompts whose questions the benchmark lacks, with the skills that the file answers. */
  added: Map<string, string[]>;
  /** Every picture that counts, those included that are asked nothing. */
  pictures: string[];
}

/**
 * What a replies file means for the benchmark as it is installed. The alignment script dies on a prompt that it does
 * not know, so that is an error; the faithfulness script asks its five questions of any picture. `images` is the
 * number of pictures in the folder where somebody says it: pictures that are asked nothing leave no replies, and are
 * taken to be there when all others are.
 */
export function planReplies(
  dimension: Dimension,
  answered: AnsweredPrompts,
  installed: ReadonlyMap<string, InstalledPrompt>,
  images?: number,
): RepliesPlan {
  const isReleased = [...installed].some(([id, { isReleased }]) => isReleased && isOf(dimension, id));
  const added = new Map<string, string[]>();
  for (const [promptId, skills] of answered) {
    const prompt = installed.get(externalIdOf(dimension, promptId));
    if (prompt) refuseUnasked(promptId, skills, prompt, dimension);
    else if (isReleased && dimension === 'alignment') throw unknownPrompt(promptId, skills);
    else added.set(promptId, dimension === 'faithfulness' ? allSkills(dimension) : [...skills.keys()]);
  }
  return { added, pictures: [...answered.keys(), ...silentPictures(dimension, answered, installed, images)] };
}

const allSkills = (dimension: Dimension): string[] => skillsOf(dimension).map(({ slug }) => slug);
const isOf = (dimension: Dimension, externalId: string): boolean => externalId.startsWith(`${dimension}/`);

function refuseUnasked(
  promptId: string,
  answered: ReadonlyMap<string, number>,
  { skills, isReleased }: InstalledPrompt,
  dimension: Dimension,
): void {
  for (const [slug, record] of answered) {
    if (skills.includes(slug)) continue;
    const name = skillsOf(dimension).find((skill) => skill.slug === slug)?.name;
    const remedy = isReleased
      ? ''
      : '. Install the released prompts: assay benchmark install evalalign --from DIR';
    throw invalid(
      `record ${record} (promptId "${promptId}")`,
      `${name} is not asked of this prompt${remedy}`,
    );
  }
}

function unknownPrompt(promptId: string, skills: ReadonlyMap<string, number>): AppError {
  const [record] = skills.values();
  const place = record === undefined ? `promptId "${promptId}"` : `record ${record} (promptId "${promptId}")`;
  return invalid(place, 'the released alignment prompts have no such id');
}

function silentPictures(
  dimension: Dimension,
  answered: AnsweredPrompts,
  installed: ReadonlyMap<string, InstalledPrompt>,
  images: number | undefined,
): string[] {
  const rest = [...installed]
    .filter(([id]) => isOf(dimension, id))
    .map(([id, { skills }]) => ({ promptId: id.slice(dimension.length + 1), isSilent: skills.length === 0 }))
    .filter(({ promptId }) => !answered.has(promptId));
  const silent = rest.filter(({ isSilent }) => isSilent).map(({ promptId }) => promptId);
  const isFull = rest.length === silent.length;
  if (images === undefined) return isFull ? silent : [];
  if (images === answered.size) return [];
  if (images === answered.size + silent.length) return silent;
  const marked = 'a picture that is asked nothing can be named on a line of its own, {"promptId": "675"}';
  throw new AppError(
    'INVALID_INPUT',
    `The file tells of ${answered.size} pictures, and ${silent.length} more are asked nothing: that is not ${images}; ${marked}`,
  );
}
