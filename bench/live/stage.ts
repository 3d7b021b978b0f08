import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Broadcast } from '../servers/broadcast.ts';
import { type Server, startApi, startServer } from '../servers.ts';
import type { Warehouse } from '../warehouse.ts';
import { type Crowd, openCrowd } from './crowd.ts';
import type { CrowdTimes } from './crowdProcess.ts';
import type { Pace } from './pace.ts';
import { addEvaluations, EVENTS_BEFORE, moveOn } from './progressing.ts';

/** A server with its crowd, to be told of events again and again. */
export interface Side {
  server: Server;
  /** Resident bytes of the server before anybody came. */
  rssBefore: number;
  crowd: Crowd;
  /** Lets events come, and waits until the crowd has them all. */
  play(pace: Omit<Pace, 'first'>): Promise<Played>;
}

export interface Played {
  times: CrowdTimes;
  /** By evaluation, when its events were committed or sent. */
  began: Record<string, number[]>;
  first: number;
  messages: number;
  perSecond: number;
  /** Of the server, per message. */
  cpuMs: number;
  databaseCpuMs: number;
}

/** The API and the bare server, each with as many subscribers of as many evaluations. */
export interface Stage extends AsyncDisposable {
  evaluations: readonly string[];
  api: Side;
  bare: Side;
}

export const PROGRESS = `subscription ($id: ID!) {
  evaluationProgress(evaluation: $id) { cursor seq status expected responses done }
}`;

export async function openStage(
  warehouse: Warehouse,
  size: { evaluations: number; subscribers: number; isTimed: boolean },
): Promise<Stage> {
  await using opening = new AsyncDisposableStack();
  const home = await mkdtemp(join(tmpdir(), 'assay-bench-'));
  opening.defer(() => rm(home, { recursive: true, force: true }));
  const evaluations = await addEvaluations(warehouse, size.evaluations);

  async function side(server: Server, path: string, before: number, begin: Begin): Promise<Side> {
    const url = `${server.url.replace('http', 'ws')}${path}`;
    const rssBefore = server.rss();
    const { subscribers, isTimed } = size;
    const crowd = opening.use(await openCrowd({ url, evaluations, subscribers, isTimed, query: PROGRESS }));
    let seq = before;
    await crowd.until(subscribers * seq);
    return {
      ...{ server, rssBefore, crowd },
      async play(pace) {
        const first = seq + 1;
        seq += pace.perSecond * pace.seconds;
        const cpu = { server: server.cpuMs(), database: warehouse.databaseCpuMs() };
        const start = performance.now();
        const began = await begin({ ...pace, first });
        await crowd.until(subscribers * seq);
        const seconds = (performance.now() - start) / 1000;
        const messages = subscribers * pace.perSecond * pace.seconds;
        const used = {
          server: server.cpuMs() - cpu.server,
          database: warehouse.databaseCpuMs() - cpu.database,
        };
        return {
          ...{ times: await crowd.times(), began, first, messages },
          perSecond: messages / seconds,
          cpuMs: used.server / messages,
          databaseCpuMs: used.database / messages,
        };
      },
    };
  }

  const url = warehouse.database.url;
  const api = await side(opening.use(await startApi(url, home)), '/graphql', EVENTS_BEFORE, (pace) =>
    moveOn(warehouse, evaluations, pace),
  );
  const server = opening.use(await startServer('broadcast', url));
  const bare = await side(server, '/', 1, async (pace) => {
    const sample = (await api.crowd.report()).sample ?? '';
    const body = JSON.stringify({ ...pace, sample } satisfies Broadcast);
    return (await fetch(server.url, { method: 'POST', body })).json() as ReturnType<Begin>;
  });
  const opened = opening.move();
  return { evaluations, api, bare, [Symbol.asyncDispose]: () => opened.disposeAsync() };
}

type Begin = (pace: Pace) => Promise<Record<string, number[]>>;
