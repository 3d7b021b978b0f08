import autocannon from 'autocannon';
import type { Server } from './servers.ts';

/** What is asked of a server. */
export interface Asked {
  url: string;
  /** The body of the next request. */
  body(): string;
}

export interface Load {
  perSecond: number;
  ms: { median: number; p99: number };
  /** Of the server, per request. */
  cpuMs: number;
  databaseCpuMs: number;
}

/** Keeps `connections` requests under way for so many seconds. Throws when any is answered by an error. */
export async function load(
  server: Server,
  asked: Asked,
  { connections, seconds, databaseCpuMs }: { connections: number; seconds: number; databaseCpuMs(): number },
): Promise<Load> {
  const before = { server: server.cpuMs(), database: databaseCpuMs() };
  const latencies: number[] = [];
  let wrong: string | null = null;
  const options: autocannon.Options = {
    url: asked.url,
    connections,
    duration: seconds,
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    requests: [
      {
        setupRequest: (request) => ({ ...request, body: asked.body() }),
        onResponse(status, body) {
          if (status !== 200 || body.includes('"errors"')) wrong ??= `${status}: ${body.slice(0, 400)}`;
        },
      },
    ],
  };
  const { duration } = await new Promise<autocannon.Result>((resolve, reject) => {
    const run = autocannon(options, (error, result) => (error ? reject(error) : resolve(result)));
    run.on('response', (_client, _status, _bytes, ms) => latencies.push(ms));
  });
  if (wrong) throw new Error(`${asked.url} answers ${wrong}`);
  latencies.sort((a, b) => a - b);
  const at = (share: number) => latencies[Math.floor((latencies.length - 1) * share)] ?? Number.NaN;
  return {
    perSecond: latencies.length / duration,
    ms: { median: at(0.5), p99: at(0.99) },
    cpuMs: (server.cpuMs() - before.server) / latencies.length,
    databaseCpuMs: (databaseCpuMs() - before.database) / latencies.length,
  };
}
