/** Sends items in calls of at most `most`, one after the other; the sum of what the calls added. */
export async function inTurn<T>(
  items: readonly T[],
  most: number,
  send: (some: readonly T[]) => Promise<number>,
): Promise<number> {
  let added = 0;
  for (let at = 0; at < items.length; at += most) added += await send(items.slice(at, at + most));
  return added;
}
