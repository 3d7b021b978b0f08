import type { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { AppError } from '../core/errors.ts';
import { fromGlobalId, toGlobalId } from '../core/ids.ts';
import { importInBulk } from '../store/bulk/import.ts';
import type { Services } from './context.ts';
import { readCsvLines, readJsonLines } from './scoreLines.ts';

const JSON_LINES = ['application/x-ndjson', 'application/jsonl', 'application/jsonlines'];
const CSV = 'text/csv';

type Route = { Querystring: { evaluation?: string }; Body: Readable };

/** Scores made elsewhere as a stream of lines: what `importScores` does, for files of any length. */
export async function registerImports(app: FastifyInstance, { db }: Services): Promise<void> {
  await app.register((scope, _, registered) => {
    // The body is read as it comes, so its length has no limit.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_, body, done) => done(null, body));

    scope.post<Route>('/import/scores', async ({ query, body, headers }) => {
      const pieces = body.iterator({ destroyOnReturn: false });
      try {
        const scores = readerOf(headers['content-type'])(unclosed(pieces));
        const id = fromGlobalId('Evaluation', query.evaluation ?? '', 'evaluation');
        const { evaluation, rows, added } = await importInBulk(db, id, scores);
        const { status, expected, responses, done } = evaluation;
        return { evaluation: toGlobalId('Evaluation', id), status, expected, responses, done, rows, added };
      } catch (error) {
        await readToEnd(pieces);
        throw error;
      }
    });
    registered();
  });
}

function readerOf(contentType = ''): typeof readCsvLines {
  const type = contentType.split(';')[0]?.trim().toLowerCase() ?? '';
  if (type === CSV) return readCsvLines;
  if (JSON_LINES.includes(type)) return readJsonLines;
  throw new AppError('INVALID_INPUT', `Send the scores with Content-Type ${JSON_LINES[0]} or ${CSV}`);
}

/** Whoever stops reading these leaves the rest to be read by others. */
const unclosed = (pieces: AsyncIterator<Uint8Array>): AsyncIterable<Uint8Array> => ({
  [Symbol.asyncIterator]: () => ({ next: () => pieces.next() }),
});

/** A client that is still sending hears why it was refused only after it has sent all. */
async function readToEnd(pieces: AsyncIterator<unknown>): Promise<void> {
  try {
    while (!(await pieces.next()).done);
  } catch {
    // It went away, and hears nothing.
  }
}
