import { AppError } from '../core/errors.ts';

/**
 * How many of a batch a file takes at a time, null for any number: what it declares, or 1 for one that says it takes
 * any number and fails on two. Throws when it fails on a blank picture alone: then it would on every response.
 */
export async function findBatch<Item>(
  path: string,
  declared: number | null,
  blank: Item,
  work: (items: readonly Item[]) => Promise<unknown>,
): Promise<number | null> {
  try {
    await work(new Array<Item>(declared ?? 1).fill(blank));
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    const said = cause instanceof Error ? cause.message.trim() : String(cause);
    throw new AppError(
      'INVALID_INPUT',
      `${path} fails on a blank picture: ${said.replaceAll(/\s+/g, ' ')} What it computes is not what it declares: export it anew`,
      { cause },
    );
  }
  if (declared !== null) return declared;
  return work([blank, blank]).then(
    () => null,
    () => 1,
  );
}
