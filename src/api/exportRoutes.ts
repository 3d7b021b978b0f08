import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { canonicalJson } from '../core/canonicalJson.ts';
import { AppError } from '../core/errors.ts';
import { EXPORT_VERSION } from '../store/exports/columns.ts';
import type { Services } from './context.ts';
import type { Planned } from './export/export.ts';
import type { Exports } from './export/exports.ts';
import type { SpoolFile, Whole } from './export/growingFile.ts';
import { isLink, withoutSignature } from './export/links.ts';
import { type ExportQuery, type Format, readQuery } from './export/query.ts';
import { isKnown, readRange } from './export/range.ts';
import { isBeginning, rememberReaders } from './export/readers.ts';
import { patienceOf, waited } from './export/waiting.ts';
import { authenticate } from './keys.ts';

const MEDIA_TYPES: Readonly<Record<Format, string>> = {
  csv: 'text/csv; charset=utf-8; header=present',
  jsonl: 'application/x-ndjson',
  parquet: 'application/vnd.apache.parquet',
};

const VERSION = 'assay-export-version';

/** Seconds after which to ask again for what is still being made. */
const RETRY_S = 5;

/** Tables as files: `GET /export/scores?format=parquet&benchmark=mmie`, with ranges and entity tags. */
export function registerExports(app: FastifyInstance, { db }: Services, exports: Exports): void {
  const readers = rememberReaders();
  app.route<{ Params: { table: string } }>({
    method: ['GET', 'HEAD'],
    url: '/export/:table',
    handler: async (request, reply) => {
      void reply.header('cache-control', 'private, no-cache').header('x-content-type-options', 'nosniff');
      const who = await authenticate(request, reply, db);
      const query = readQuery(request.params.table, parametersOf(request.query as Record<string, unknown>));
      const reader = canonicalJson({ who, ip: request.ip, query });
      const { range } = request.headers;
      const isHead = request.method === 'HEAD';
      const begun = isHead || !range || isBeginning(range) ? null : readers.current(reader);
      const found = await exports.find(query);
      if (isKnown(request.headers['if-none-match'], found.etag)) {
        return reply.code(304).header('etag', `"${found.etag}"`).header(VERSION, EXPORT_VERSION).send();
      }
      if (!isHead && !isRangeAsked(request, found.etag)) {
        const made = found.file ? { ...found, file: found.file } : await exports.make(query);
        return sendGrowing(reply, query, made);
      }
      const earlier =
        begun && begun !== found.etag && !request.headers['if-range'] ? await exports.kept(begun) : null;
      const whole =
        earlier?.whole && begun
          ? { etag: begun, file: earlier, whole: earlier.whole, rows: null }
          : await makeWhole(request, reply, query, exports, found);
      readers.begin(reader, whole.etag);
      if (isHead) return describe(reply, query, whole).header('content-length', whole.whole.bytes).send();
      return sendRange(request, reply, query, whole);
    },
  });
}

interface Described {
  etag: string;
  /** Null where only the file knows. */
  rows: number | null;
  whole: Whole | null;
}

const parametersOf = (query: Record<string, unknown>) => (isLink(query) ? withoutSignature(query) : query);

/** All that is known of the file before its first byte. */
function describe(
  reply: FastifyReply,
  { table, format }: ExportQuery,
  { etag, rows, whole }: Described,
): FastifyReply {
  void reply
    .type(MEDIA_TYPES[format])
    .header('etag', `"${etag}"`)
    .header('accept-ranges', 'bytes')
    .header('content-disposition', `attachment; filename="${table}.${format}"`)
    .header(VERSION, EXPORT_VERSION);
  if (rows !== null) void reply.header('assay-rows', rows);
  if (!whole) return reply;
  return reply.header('repr-digest', `sha-256=:${Buffer.from(whole.sha256, 'hex').toString('base64')}:`);
}

/** The file as it comes, whole or not. */
async function sendGrowing(
  reply: FastifyReply,
  query: ExportQuery,
  { file, etag, plan }: Planned & { file: SpoolFile },
): Promise<FastifyReply> {
  // Until it is on its way a failure can be told with a status, and a small file with its length.
  await file.started;
  const { whole } = file;
  void describe(reply, query, { etag, rows: plan.rows, whole });
  if (whole) void reply.header('content-length', whole.bytes);
  else if (file.rows > 0)
    void reply.header('assay-estimated-bytes', Math.round((file.bytes / file.rows) * plan.rows));
  return reply.send(Readable.from(file.read(), { objectMode: false }));
}

type WholeFile = Described & { file: SpoolFile; whole: Whole };

/** The file made to its end, since only then its length is known. Throws UNAVAILABLE where that takes too long. */
async function makeWhole(
  request: FastifyRequest,
  reply: FastifyReply,
  query: ExportQuery,
  exports: Exports,
  found: Planned & { file: SpoolFile | null },
): Promise<WholeFile> {
  let growing = found.file;
  const work = async () => {
    const made = found.file ? { ...found, file: found.file } : await exports.make(query);
    growing = made.file;
    return { etag: made.etag, rows: made.plan.rows, file: made.file, whole: await made.file.finished };
  };
  try {
    return await waited(work(), patienceOf(request.headers['prefer']), () =>
      growing ? `, ${growing.rows} of ${found.plan.rows} rows so far` : ', or waits for others',
    );
  } catch (error) {
    if (error instanceof AppError && error.code === 'UNAVAILABLE') void reply.header('retry-after', RETRY_S);
    throw error;
  }
}

function sendRange(
  request: FastifyRequest,
  reply: FastifyReply,
  query: ExportQuery,
  made: WholeFile,
): FastifyReply {
  const { file, whole } = made;
  const { bytes } = whole;
  const range = readRange(request.headers.range, bytes);
  if (range === 'unsatisfiable') {
    const remedy =
      bytes === 0
        ? 'the file is empty; leave it out'
        : `the file has ${bytes} bytes; ask for some of 0 to ${bytes - 1}, or leave it out for all`;
    return reply
      .code(416)
      .header('content-range', `bytes */${bytes}`)
      .send({ error: `range: ${remedy}`, code: 'INVALID_INPUT' });
  }
  const { start, end } = range ?? { start: 0, end: bytes - 1 };
  void describe(reply, query, made).header('content-length', end - start + 1);
  if (range) void reply.code(206).header('content-range', `bytes ${start}-${end}/${bytes}`);
  return reply.send(Readable.from(file.read(start, end), { objectMode: false }));
}

/** A range of another file than ours is no range: whoever asks has the beginning of what is no longer there. */
function isRangeAsked({ headers }: FastifyRequest, etag: string): boolean {
  const ifRange = headers['if-range'];
  return headers.range !== undefined && (ifRange === undefined || ifRange === `"${etag}"`);
}
