/** Items in groups of at most `most`, none of which is kept: each group is to be read to its end before the next. */
export async function* groupsOf<T>(items: AsyncIterable<T>, most: number): AsyncGenerator<AsyncIterable<T>> {
  const iterator = items[Symbol.asyncIterator]();
  let next = await iterator.next();
  async function* group(): AsyncGenerator<T> {
    for (let count = 0; count < most && !next.done; count++) {
      yield next.value;
      next = await iterator.next();
    }
  }
  try {
    while (!next.done) yield group();
  } finally {
    await iterator.return?.();
  }
}
