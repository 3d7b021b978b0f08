import { setTimeout as pause } from 'node:timers/promises';
import { ConnectionLost, NoServer, Refused } from '../client/answer.ts';
import { Failure } from '../failure.ts';
import type { Progress } from '../terminal/progress.ts';
import { type ExportSource, etagOf, reach, requestExport } from './request.ts';
import type { Sink } from './sinks.ts';

export interface Downloaded {
  etag: string;
  rows: number;
  bytes: number;
  sha256: string;
  /** Bytes that were here already. */
  resumedAt: number;
}

export interface DownloadOptions {
  progress?: Progress | undefined;
  /** Of a file that is here and need not be sent again. */
  known?: string | undefined;
  /** How long to look for a server that went away. */
  patienceMs?: number;
}

/**
 * Brings an export into a sink, over as many connections as it takes; each goes on where the last one broke. Null
 * when it is the one that is known.
 */
export async function download(
  source: ExportSource,
  path: string,
  sink: Sink,
  options: DownloadOptions = {},
): Promise<Downloaded | null> {
  const { patienceMs = 60_000 } = options;
  const resumedAt = sink.bytes;
  let lostAt: number | null = null;
  for (let attempt = 1; ; attempt++) {
    const before = sink.bytes;
    try {
      const isNew = await fetchRest(source, path, sink, options);
      if (!isNew) return null;
      const found = await verified(source, path, sink);
      return { ...found, resumedAt: Math.min(resumedAt, sink.bytes) };
    } catch (error) {
      if (sink.bytes > before) lostAt = null;
      lostAt ??= Date.now();
      const mayPass = error instanceof ConnectionLost || (error instanceof NoServer && sink.bytes > 0);
      if (!mayPass || Date.now() - lostAt > patienceMs) throw error;
      options.progress?.say(`The connection broke after ${sink.bytes} bytes; going on from there`);
      await pause(Math.min(200 * 2 ** Math.min(attempt, 5), 5_000));
    }
  }
}

/** Asks for what is not here yet. False when the server says that it is the file that is known. */
async function fetchRest(
  source: ExportSource,
  path: string,
  sink: Sink,
  { known, progress }: DownloadOptions,
): Promise<boolean> {
  const isBegun = sink.etag !== null && sink.bytes > 0;
  const rest = { range: `bytes=${sink.bytes}-`, 'if-range': `"${sink.etag}"` };
  const headers = { ...(known && { 'if-none-match': `"${known}"` }), ...(isBegun && rest) };
  const response = await requestExport(source, path, { headers });
  if (response.status === 304) return false;
  if (response.status === 416) {
    await response.body?.cancel();
    if (response.headers.get('content-range') === `bytes */${sink.bytes}`) return true;
    await sink.begin('');
    return fetchRest(source, path, sink, { progress });
  }
  if (response.status === 200) await sink.begin(etagOf(response));
  const total = totalOf(response, sink.bytes);
  await reach(source.apiUrl, async () => {
    for await (const chunk of response.body ?? []) {
      await writeOr(sink, chunk);
      progress?.update(sink.bytes, Math.max(total, sink.bytes));
    }
  });
  return true;
}

/** A disk that is full is not a connection that broke. */
async function writeOr(sink: Sink, chunk: Uint8Array): Promise<void> {
  try {
    await sink.write(chunk);
  } catch (error) {
    throw error instanceof Failure
      ? error
      : new Failure(`Writing failed: ${(error as Error).message}`, { cause: error });
  }
}

/** Exact where the server knows; otherwise its estimate. */
function totalOf({ headers }: Response, before: number): number {
  const length = headers.get('content-length');
  return length === null ? Number(headers.get('assay-estimated-bytes') ?? 0) : before + Number(length);
}

/** Holds what is here against what the server says that the whole file is. */
async function verified(
  source: ExportSource,
  path: string,
  sink: Sink,
): Promise<Omit<Downloaded, 'resumedAt'>> {
  const { headers } = await requestExport(source, path, { method: 'HEAD' });
  const sha256 = sink.digest();
  const etag = sink.etag ?? '';
  const told = headers.get('repr-digest')?.match(/^sha-256=:(.+):$/)?.[1];
  // Another file by now: the server can no longer say what ours was, and the connection ended as it should.
  const isSame = headers.get('etag') === `"${etag}"` && told !== undefined;
  if (isSame && Buffer.from(told, 'base64').toString('hex') !== sha256) {
    await sink.begin('');
    throw new Refused(
      'The file was damaged on the way: its sha256 is not what the server says. Run it again.',
      null,
    );
  }
  return { etag, rows: Number(headers.get('assay-rows') ?? 0), bytes: sink.bytes, sha256 };
}
