import { expect, test } from 'vitest';
import { openBook, PAGE, type PageRequest, requestFor } from '../../web/src/answers/book.ts';

/** A list of so many numbers, read as the API reads: a cursor is the number it stands behind. */
function aList(length: number) {
  const asked: PageRequest[] = [];
  const read = async (request: PageRequest) => {
    asked.push(request);
    const start = (request.after === null ? 0 : Number(request.after) + 1) + request.skip;
    const rows = Array.from({ length: Math.min(PAGE, length - start) }, (_, index) => start + index);
    return {
      rows,
      endCursor: rows.length > 0 ? String(rows.at(-1)) : null,
      totalCount: request.isCounted ? length : null,
    };
  };
  return { asked, read };
}

/** Resolves when a row is there. */
async function untilRow(book: ReturnType<typeof openBook<number>>, index: number): Promise<number> {
  for (;;) {
    const row = book.rowAt(index);
    if (row !== undefined) return row;
    await Promise.resolve();
  }
}

test('a long list is counted once, and only what is looked at is read', async () => {
  const { asked, read } = aList(100_000);
  const book = openBook(read, () => {});

  book.show(0, 10);
  await untilRow(book, 0);
  book.show(99_990, 99_999);

  expect(await untilRow(book, 99_999)).toBe(99_999);
  expect(await untilRow(book, 99_990)).toBe(99_990);
  expect(book.total()).toBe(100_000);
  expect(asked).toEqual([
    { after: null, skip: 0, isCounted: true },
    { after: '99', skip: 99_800, isCounted: false },
  ]);
});

test('a page is reached from the nearest end that is known before it', () => {
  const ends = new Map([
    [0, 'a'],
    [7, 'h'],
  ]);

  expect(requestFor(0, ends)).toEqual({ after: null, skip: 0 });
  expect(requestFor(1, ends)).toEqual({ after: 'a', skip: 0 });
  expect(requestFor(10, ends)).toEqual({ after: 'h', skip: 200 });
});

test('at most two pages come at a time, and those no longer looked at are not asked for', async () => {
  const { asked, read } = aList(5000);
  const book = openBook(read, () => {});
  book.show(0, 0);
  await untilRow(book, 0);

  book.show(1000, 1600);
  book.show(3000, 3010);

  expect(await untilRow(book, 3000)).toBe(3000);
  expect(asked.map(({ after, skip }) => Number(after ?? -1) + 1 + skip)).toEqual([0, 1000, 1100, 3000]);
});

test('a page that cannot be read says why, and no more is asked for', async () => {
  const failure = Promise.withResolvers<void>();
  let asked = 0;
  const book = openBook<number>(
    async () => {
      asked++;
      throw new Error('the server is away');
    },
    () => failure.resolve(),
  );

  book.show(0, 500);
  await failure.promise;
  book.show(0, 500);

  expect(book.error()?.message).toBe('the server is away');
  expect(asked).toBe(1);
});
