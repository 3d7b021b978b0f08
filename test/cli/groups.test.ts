import { expect, test } from 'vitest';
import { groupsOf } from '../../src/cli/import/groups.ts';

async function* numbers(count: number): AsyncGenerator<number> {
  for (let at = 0; at < count; at++) yield at;
}

test.for([
  [0, []],
  [3, [[0, 1, 2]]],
  [7, [[0, 1, 2], [3, 4, 5], [6]]],
] as const)('%i items come in groups of three', async ([count, expected]) => {
  const groups: number[][] = [];

  for await (const group of groupsOf(numbers(count), 3)) {
    const items: number[] = [];
    for await (const item of group) items.push(item);
    groups.push(items);
  }

  expect(groups).toEqual(expected);
});
