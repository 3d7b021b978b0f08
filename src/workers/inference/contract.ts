import type { Declared } from './tensors.ts';

/** One side of a tensor as this program means it. */
export interface Side {
  /** What a person calls it: `height`. */
  readonly name: string;
  /** Left out where any length will do, or where the file decides it. */
  readonly length?: number | undefined;
  /** Who says so: `input.height of the manifest`. */
  readonly by?: string;
  /** What to do about another length. */
  readonly remedy?: (found: number) => string;
  /** Of another length from run to run: a file that fixes it cannot be used. */
  readonly isGrowing?: true;
  /** How many pictures, texts or rows: a file that was exported for so many gets so many at a time. */
  readonly isBatch?: true;
}

/** What is fed to an input or read from an output. */
export interface Expected {
  readonly types: readonly string[];
  /** Null for any shape. */
  readonly sides: readonly Side[] | null;
}

/** Numbers go in and come out in either precision, whatever a file was exported with. */
export const FLOATS = ['float32', 'float16'];
/** Counts and token ids; some exports take the shorter kind. */
export const INTEGERS = ['int64', 'int32'];

export const BATCH: Side = { name: 'batch', isBatch: true };
export const any = (name: string): Side => ({ name });
export const growing = (name: string): Side => ({ name, isGrowing: true });

/** In what a file's tensor differs from what is meant, a clause each; what a file leaves open fits. */
export function differences(what: string, declared: Declared, expected: Expected): string[] {
  const wrongType = expected.types.includes(declared.type)
    ? []
    : [`${what} is ${declared.type}, not ${expected.types.join(' or ')}: export it with that type`];
  return [...wrongType, ...wrongShape(what, declared, expected.sides)];
}

function wrongShape(what: string, { dims }: Declared, sides: Expected['sides']): string[] {
  // A file that says nothing about a shape looks like one that gives a single number.
  if (sides === null || dims.length === 0) return [];
  const meant = `[${sides.map(({ name, length }) => length ?? name).join(', ')}]`;
  if (dims.length !== sides.length) return [`${what} has the shape [${dims.join(', ')}], not ${meant}`];
  const channels = sides.findIndex(({ name }) => name === 'channels');
  if (channels >= 0 && dims.at(-1) === sides[channels]?.length && typeof dims[channels] === 'number')
    if (dims[channels] !== sides[channels]?.length)
      return [`${what} takes channels last, [${dims.join(', ')}]: export it with channels first, ${meant}`];
  return sides.flatMap(({ name, length, by, remedy, isGrowing }, at) => {
    const found = dims[at];
    if (typeof found !== 'number') return [];
    if (isGrowing)
      return [
        `${what} is fixed to ${found} ${name}, which differ from run to run: export it with that dimension dynamic`,
      ];
    if (length === undefined || found === length) return [];
    const advice = remedy ? `: ${remedy(found)}` : '';
    return [`${what} has a ${name} of ${found}, not ${length}${by ? ` (${by})` : ''}${advice}`];
  });
}

/** How many a file was exported for; null where it takes any number. */
export function batchOf(declared: Declared | undefined, { sides }: Expected): number | null {
  const at = sides?.findIndex(({ isBatch }) => isBatch) ?? -1;
  const found = declared?.dims[at];
  return typeof found === 'number' ? found : null;
}

/**
 * Works on `items` as many at a time as a file takes; all at once where it takes any number. A last part that is too
 * short is filled up with its last item, whose further answers are dropped.
 */
export async function inParts<Item, Found>(
  items: readonly Item[],
  size: number | null,
  work: (part: readonly Item[]) => Promise<readonly Found[]>,
): Promise<Found[]> {
  if (items.length === 0) return [];
  if (size === null) return [...(await work(items))];
  const found: Found[] = [];
  for (let start = 0; start < items.length; start += size) {
    const part = items.slice(start, start + size);
    const filled = [...part, ...new Array<Item>(size - part.length).fill(part.at(-1) as Item)];
    found.push(...(await work(filled)).slice(0, part.length));
  }
  return found;
}
