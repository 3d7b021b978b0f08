/** Below the API's limit on a request body, 4 MiB. */
const MAX_BATCH_BYTES = 2_000_000;

/** Items in groups of at most `most`, and of at most a request's size as JSON; an item alone may be larger. */
export async function* batchesOf<T>(items: AsyncIterable<T>, most: number): AsyncGenerator<T[]> {
  let batch: T[] = [];
  let size = 0;
  for await (const item of items) {
    const bytes = Buffer.byteLength(JSON.stringify(item));
    if (batch.length > 0 && (batch.length === most || size + bytes > MAX_BATCH_BYTES)) {
      yield batch;
      [batch, size] = [[], 0];
    }
    batch.push(item);
    size += bytes;
  }
  if (batch.length > 0) yield batch;
}
