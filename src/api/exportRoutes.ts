import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { EXPORT_VERSION } from '../store/exports/columns.ts';
import type { Services } from './context.ts';
import type { Planned } from './export/export.ts';
import type { Exports } from './export/exports.ts';
import type { SpoolFile } from './export/growingFile.ts';
import { type ExportQuery, type Format, readQuery } from './export/query.ts';
import { isKnown, readRange } from './export/range.ts';
import { authenticate } from './keys.ts';

const MEDIA_TYPES: Readonly<Record<Format, string>> = {
  csv: 'text/csv; charset=utf-8; header=present',
  jsonl: 'application/x-ndjson',
  parquet: 'application/vnd.apache.parquet',
};

/** Tables as files: `GET /export/scores?format=parquet&benchmark=mmie`, with ranges and entity tags. */
export function registerExports(app: FastifyInstance, { db }: Services, exports: Exports): void {
  app.route<{ Params: { table: string } }>({
    method: ['GET', 'HEAD'],
    url: '/export/:table',
    handler: async (request, reply) => {
      void reply.header('cache-control', 'private, no-cache').header('x-content-type-options', 'nosniff');
      await authenticate(request, reply, db);
      const query = readQuery(request.params.table, request.query);
      const found = await exports.find(query);
      if (isKnown(request.headers['if-none-match'], found.etag)) {
        return reply.code(304).header('etag', `"${found.etag}"`).send();
      }
      if (request.method === 'HEAD') return describe(reply, query, found).send();
      const made = found.file ? { ...found, file: found.file } : await exports.make(query);
      return sendFile(request, reply, query, made);
    },
  });
}

/** All that is known of the file before its first byte. */
function describe(
  reply: FastifyReply,
  { table, format }: ExportQuery,
  { etag, plan, file }: Planned & { file: SpoolFile | null },
): FastifyReply {
  void reply
    .type(MEDIA_TYPES[format])
    .header('etag', `"${etag}"`)
    .header('accept-ranges', 'bytes')
    .header('content-disposition', `attachment; filename="${table}.${format}"`)
    .header('assay-export-version', EXPORT_VERSION)
    .header('assay-rows', plan.rows);
  if (!file?.whole) return reply;
  const { bytes, sha256 } = file.whole;
  return reply
    .header('content-length', bytes)
    .header('repr-digest', `sha-256=:${Buffer.from(sha256, 'hex').toString('base64')}:`);
}

async function sendFile(
  request: FastifyRequest,
  reply: FastifyReply,
  query: ExportQuery,
  made: Planned & { file: SpoolFile },
): Promise<FastifyReply> {
  const { file, etag, plan } = made;
  // Until it is on its way a failure can be told with a status, and a small file with its length.
  await file.started;
  if (isRangeAsked(request, etag)) {
    const { bytes } = await file.finished;
    const range = readRange(request.headers.range, bytes);
    if (range === 'unsatisfiable') {
      return reply
        .code(416)
        .header('content-range', `bytes */${bytes}`)
        .send({ error: `range: the file ends after byte ${bytes - 1}`, code: 'INVALID_INPUT' });
    }
    if (range) {
      const { start, end } = range;
      void describe(reply, query, made)
        .code(206)
        .header('content-length', end - start + 1);
      return reply
        .header('content-range', `bytes ${start}-${end}/${bytes}`)
        .send(Readable.from(file.read(start, end), { objectMode: false }));
    }
  }
  void describe(reply, query, made);
  if (!file.whole && file.rows > 0) {
    void reply.header('assay-estimated-bytes', Math.round((file.bytes / file.rows) * plan.rows));
  }
  return reply.send(Readable.from(file.read(), { objectMode: false }));
}

/** A range of another file than ours is no range: whoever asks has the beginning of what is no longer there. */
function isRangeAsked({ headers }: FastifyRequest, etag: string): boolean {
  const ifRange = headers['if-range'];
  return headers.range !== undefined && (ifRange === undefined || ifRange === `"${etag}"`);
}
