import { openStage, type Played, type Side } from './live/stage.ts';
import type { BenchOptions } from './main.ts';
import { type Result, ratioOf } from './row.ts';
import type { RunWatch } from './runs.ts';
import { median } from './statistics.ts';
import type { Warehouse } from './warehouse.ts';

const FULL = { evaluations: 20, subscribers: 5000, pace: { perSecond: 10, seconds: 10 } };
const SHORT = { evaluations: 20, subscribers: 2000, pace: { perSecond: 10, seconds: 3 } };

/** Thousands of subscribers of a few evaluations, against a server that does nothing but send one text to all. */
export async function benchFanout(
  warehouse: Warehouse,
  _watch: RunWatch,
  { rounds, isShort }: BenchOptions,
): Promise<Result> {
  const { evaluations, subscribers, pace } = isShort ? SHORT : FULL;
  await using stage = await openStage(warehouse, { evaluations, subscribers, isTimed: false });
  const { api, bare } = stage;
  const rss = [api.server.rss()];
  const played: Record<'api' | 'bare', Played[]> = { api: [], bare: [] };
  await api.play(pace);
  await bare.play(pace);
  for (let round = 0; round < rounds; round++) {
    // Each goes first every other time.
    if (round % 2 === 1) played.bare.push(await bare.play(pace));
    played.api.push(await api.play(pace));
    if (round % 2 === 0) played.bare.push(await bare.play(pace));
    rss.push(api.server.rss());
  }
  const of = (side: 'api' | 'bare', figure: 'perSecond' | 'cpuMs' | 'databaseCpuMs') =>
    played[side].map((one) => one[figure]);
  const { gaps, duplicates, closed } = await api.crowd.report();
  const row = {
    what: `CPU of the server, ${evaluations} evaluations with ${pace.perSecond} events each a second`,
    unit: 'message',
    perSecond: median(of('api', 'perSecond')),
    ms: null,
    cpuMs: median(of('api', 'cpuMs')),
    databaseCpuMs: median(of('api', 'databaseCpuMs')),
    reference: {
      what: 'serialise once, ws',
      perSecond: median(of('bare', 'perSecond')),
      cpuMs: median(of('bare', 'cpuMs')),
    },
    ratio: ratioOf(of('api', 'cpuMs'), of('bare', 'cpuMs')),
    goal: { of: 'ratio' as const, most: 2 },
    figures: {
      subscribers: `${subscribers}`,
      gaps: `${gaps}`,
      duplicates: `${duplicates}`,
      'connections lost': `${closed.length}`,
      ...memory(api, rss),
    },
  };
  return { rows: [row], notes: notesOf(played.api) };
}

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(0)} MB`;

const memory = ({ rssBefore }: Side, rss: readonly number[]): Record<string, string> => ({
  'API memory alone': megabytes(rssBefore),
  'with all subscribed': megabytes(rss[0] ?? Number.NaN),
  'after the first round': megabytes(rss[1] ?? Number.NaN),
  'after the last': megabytes(rss.at(-1) ?? Number.NaN),
});

function notesOf(played: readonly Played[]): string[] {
  const messages = played.reduce((all, one) => all + one.messages, 0);
  return [
    `${messages} messages of the API were counted, each of an event that a transaction of its own committed.`,
    'The reference sends messages of the same length at the same pace from a process of its own, to as many clients.',
  ];
}
