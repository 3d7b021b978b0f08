import type { CrowdReport } from './live/crowdProcess.ts';
import { openStage, type Played } from './live/stage.ts';
import { stall } from './live/stalled.ts';
import type { BenchOptions } from './main.ts';
import type { Result, Row } from './row.ts';
import type { RunWatch } from './runs.ts';
import { median, quantile } from './statistics.ts';
import type { Warehouse } from './warehouse.ts';

const EVALUATIONS = 20;
const SUBSCRIBERS = 1000;
const PER_SECOND = 10;
const GOAL = { of: 'p99 ms', most: 150 } as const;

/** From the commit of an event to each of a thousand clients; alone, and with one among them that does not read. */
export async function benchDelivery(
  warehouse: Warehouse,
  _watch: RunWatch,
  { rounds, isShort }: BenchOptions,
): Promise<Result> {
  await using stage = await openStage(warehouse, {
    evaluations: EVALUATIONS,
    subscribers: SUBSCRIBERS,
    isTimed: true,
  });
  const { api, bare, evaluations } = stage;
  const played: Record<'api' | 'bare' | 'beside', Played[]> = { api: [], bare: [], beside: [] };
  const pace = { perSecond: PER_SECOND, seconds: isShort ? 3 : 10 };
  await api.play(pace);
  await bare.play(pace);
  for (let round = 0; round < rounds; round++) {
    played.bare.push(await bare.play(pace));
    played.api.push(await api.play(pace));
  }

  await using stalled = await stall(api.server, evaluations);
  while (!stalled.isCutOff()) played.beside.push(await api.play(pace));
  const closing = await stalled.closing;

  const from = 'from sending to the client, bare ws alone: the share of the wire and of the clients';
  const report = await api.crowd.report();
  return {
    rows: [
      { ...rowOf('from commit to client', evaluations, played.api, report), goal: GOAL },
      { ...rowOf('the same beside one that does not read', evaluations, played.beside, report), goal: GOAL },
      rowOf(from, evaluations, played.bare, await bare.crowd.report()),
    ],
    notes: [
      'Measured from the moment before the commit is sent to the moment at which a client has read the event: 20 evaluations with 10 events each a second.',
      `The one that did not read had all evaluations' events in answers of 8 KB: at most ${closing.mostWaiting} bytes waited in the API for all connections together, it was cut off after ${closing.seconds.toFixed(0)} s, and read the close code ${closing.code}.`,
    ],
  };
}

function rowOf(
  what: string,
  evaluations: readonly string[],
  played: readonly Played[],
  { gaps, duplicates }: CrowdReport,
): Row {
  const ms = played.flatMap((one) => delays(evaluations, one));
  return {
    what: `${what}, ${SUBSCRIBERS} subscribers`,
    unit: 'message',
    perSecond: median(played.map(({ perSecond }) => perSecond)),
    ms: { median: median(ms), p99: quantile(ms, 0.99) },
    cpuMs: median(played.map(({ cpuMs }) => cpuMs)),
    databaseCpuMs: median(played.map(({ databaseCpuMs }) => databaseCpuMs)),
    reference: null,
    ratio: null,
    goal: null,
    figures: { gaps: `${gaps}`, duplicates: `${duplicates}` },
  };
}

/** Milliseconds that each message took. */
function delays(evaluations: readonly string[], { times, began, first }: Played): number[] {
  return Array.from(times.at, (at, index) => {
    const evaluation = evaluations[times.evaluation[index] ?? 0] ?? '';
    const start = began[evaluation]?.[(times.seq[index] ?? 0) - first];
    return start === undefined ? Number.NaN : at - start;
  }).filter((ms) => !Number.isNaN(ms));
}
