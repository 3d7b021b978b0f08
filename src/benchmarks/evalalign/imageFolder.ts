import { AppError } from '../../core/errors.ts';
import { isLeftBehind } from '../../core/fileNames.ts';
import { type InstalledPrompt, planReplies, type RepliesPlan } from './repliesFile.ts';
import { type Dimension, skillsOf } from './skills.ts';

export interface NamedPictures {
  /** File name by prompt id, in the order of the ids. */
  files: Map<string, string>;
  /** Files that are no pictures by their names. */
  others: string[];
}

const PICTURE = /\.(png|jpe?g|webp)$/i;

/** A model's pictures, named `<promptId>.<ext>`: the id ends at the first dot, as the scripts split names. */
export function namedPictures(names: readonly string[]): NamedPictures {
  const fileNames = names.filter((name) => !isLeftBehind(name));
  const files = new Map<string, string>();
  for (const name of fileNames.filter((name) => PICTURE.test(name)).toSorted()) {
    const id = name.slice(0, name.indexOf('.'));
    const earlier = files.get(id);
    if (id === '')
      throw new AppError('INVALID_INPUT', `${name} names no prompt: pictures are named <promptId>.png`);
    if (earlier !== undefined)
      throw new AppError('INVALID_INPUT', `${earlier} and ${name} are both of prompt "${id}"`);
    files.set(id, name);
  }
  return { files, others: fileNames.filter((name) => !PICTURE.test(name)) };
}

/** The questions to add for pictures that are to be judged here. Throws for a prompt that alignment has no questions to. */
export function planPictures(
  dimension: Dimension,
  files: ReadonlyMap<string, string>,
  installed: ReadonlyMap<string, InstalledPrompt>,
): RepliesPlan['added'] {
  const answered = new Map([...files.keys()].map((id) => [id, new Map<string, number>()]));
  const { added } = planReplies(dimension, answered, installed, files.size);
  const [unknown] = dimension === 'alignment' ? added.keys() : [];
  if (unknown === undefined) return new Map([...added.keys()].map((id) => [id, slugsOf(dimension)]));
  const remedy = 'Install the released prompts: assay benchmark install evalalign --from DIR';
  throw new AppError('INVALID_INPUT', `${files.get(unknown)}: nothing is known of its prompt. ${remedy}`);
}

const slugsOf = (dimension: Dimension): string[] => skillsOf(dimension).map(({ slug }) => slug);
