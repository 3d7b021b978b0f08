import { canonicalJson } from '../../core/canonicalJson.ts';
import { AppError } from '../../core/errors.ts';
import { readRecord } from './detectionsFile.ts';

/**
 * The official image folder: `00000/metadata.jsonl` and `00000/samples/*.png`, one folder per prompt, named by the
 * prompt's line in evaluation_metadata.jsonl. What is not named so is not part of it: grid.png, notes, other folders.
 */
export interface FolderPictures {
  /** In numeric order, as the samples of the question: the position is the sample index. */
  pictures: string[];
  /**
   * `0000.png.bak` and the like. The script tests names with `re.match(r"\d+\.png")`, which reads only how a name
   * begins, so it would score these as further pictures. They are left out here and must be told to the user.
   */
  onlyBeginAsPictures: string[];
}

/** The question's id in the benchmark's files, null when the folder is not a prompt's. `7` and `00007` are the same. */
export function questionOfFolder(name: string): string | null {
  if (!/^\d+$/.test(name)) return null;
  return name.replace(/^0+(?=\d)/, '').padStart(5, '0');
}

export function picturesOf(fileNames: readonly string[]): FolderPictures {
  const likePictures = fileNames.filter((name) => /^\d+\.png/.test(name)).sort(byNumber);
  return {
    pictures: likePictures.filter((name) => /^\d+\.png$/.test(name)),
    onlyBeginAsPictures: likePictures.filter((name) => !/^\d+\.png$/.test(name)),
  };
}

function byNumber(a: string, b: string): number {
  const [first, second] = [numberOf(a), numberOf(b)];
  return first < second ? -1 : first > second ? 1 : a < b ? -1 : 1;
}

/** Names may be longer than a double is exact: pictures are sometimes named by a time or a seed. */
const numberOf = (name: string): bigint => BigInt(name.slice(0, name.indexOf('.')));

/** Throws, naming `place`, unless the folder's metadata.jsonl says what the benchmark's question says. */
export function checkFolderRecord(text: string, reference: unknown, place: string): void {
  const { record } = readRecord(text, place);
  const expected = fieldsThatDecide(reference);
  const found = fieldsThatDecide(record);
  const differing = Object.keys(expected).filter(
    (key) => canonicalJson(expected[key] ?? null) !== canonicalJson(found[key] ?? null),
  );
  if (differing.length === 0) return;
  const [key = ''] = differing;
  throw new AppError(
    'INVALID_INPUT',
    `${place}: "${key}" is ${canonicalJson(found[key] ?? null)}, but this question of the benchmark has ` +
      `${canonicalJson(expected[key] ?? null)}. Are the folders numbered by another prompt file?`,
  );
}

function fieldsThatDecide(record: unknown): Record<string, unknown> {
  const { tag, include, exclude, prompt } = (record ?? {}) as Record<string, unknown>;
  return { prompt, tag, include, exclude };
}
