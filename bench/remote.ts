import type { JudgePrompts } from '../src/benchmarks/judging.ts';
import { readConfig } from '../src/core/config.ts';
import type { RunRow } from '../src/store/tables/index.ts';
import { consume } from '../src/workers/consumer.ts';
import { openRemoteModel } from '../src/workers/remote/model.ts';
import type { Scorer } from '../src/workers/scorer.ts';
import { openVlmScorer } from '../src/workers/vlmScorer.ts';
import { ownCpuMs } from './cpu.ts';
import type { BenchOptions } from './main.ts';
import { type Result, type Row, ratioOf } from './row.ts';
import type { RunWatch } from './runs.ts';
import { startServer } from './servers.ts';
import { median } from './statistics.ts';
import { addEvaluation, addTextRun, type Warehouse } from './warehouse.ts';

/** Requests at once. */
const PLACES = 64;
const CALLS = 160;
const GOAL = 0.8;

/** One question to each response, answered by a number in words. */
const prompts: JudgePrompts = {
  criteria: null,
  document: {},
  plan: ({ response, asked }) =>
    asked.map(({ slug }) => ({
      part: slug,
      messages: [{ role: 'user', content: [...response, { text: 'From 0 to 6?' }] }],
      options: [],
      isTruncated: false,
    })),
  read: (_item, _call, { text }) => ({
    outcome: 'SCORED',
    value: Number(text),
    officialValue: Number(text),
    reason: null,
  }),
};

interface Turn {
  seconds: number;
  cpuMs: number;
}

/** Whole evaluations by a judge behind a server, against a client that does nothing but ask as much at once. */
export async function benchRemote(
  warehouse: Warehouse,
  _watch: RunWatch,
  { rounds }: BenchOptions,
): Promise<Result> {
  await using server = await startServer('chat', warehouse.database.url);
  const run = await addTextRun(warehouse, { questions: CALLS, samples: 1 });
  const again = () => fetch(`${server.url}/again`, { method: 'POST' });
  const rows: Row[] = [];
  for (const [at, [path, what]] of PATTERNS.entries()) {
    console.error(`${what}…`);
    const url = `${server.url}/${path}/v1`;
    const turns: { subject: Turn; reference: Turn }[] = [];
    // The first round does not count.
    for (let round = 0; round <= rounds; round++) {
      await again();
      const subject = await evaluate(warehouse, run, url, `${at}${round}`.padEnd(64, '2'));
      await again();
      const reference = await timed(() => askAll(url));
      if (round > 0) turns.push({ subject, reference });
    }
    rows.push(rowOf(what, turns));
  }
  return {
    rows,
    notes: [
      `An evaluation of ${CALLS} responses, from the queue to its end; the client sends the same ${CALLS} questions, ${PLACES} at once, and stores nothing.`,
    ],
  };
}

const PATTERNS = [
  ['even', `${CALLS} calls of 300 ms at ${PLACES} places`],
  ['mixed', `the same, one in eight of 4 s`],
] as const;

function rowOf(what: string, turns: readonly { subject: Turn; reference: Turn }[]): Row {
  const all = (which: 'subject' | 'reference') => turns.map((turn) => CALLS / turn[which].seconds);
  const cpuMs = (which: 'subject' | 'reference') => median(turns.map((turn) => turn[which].cpuMs / CALLS));
  return {
    ...{ what, unit: 'call', perSecond: median(all('subject')), ms: null, cpuMs: cpuMs('subject') },
    reference: {
      what: 'nothing but the calls',
      perSecond: median(all('reference')),
      cpuMs: cpuMs('reference'),
    },
    ratio: ratioOf(all('subject'), all('reference')),
    goal: { of: 'ratio', least: GOAL },
  };
}

async function timed(work: () => Promise<void>): Promise<Turn> {
  const [start, cpuMs] = [performance.now(), ownCpuMs()];
  await work();
  return { seconds: (performance.now() - start) / 1000, cpuMs: ownCpuMs() - cpuMs };
}

/** As a worker does it, which is ready and waits. */
async function evaluate(warehouse: Warehouse, run: RunRow, url: string, revision: string): Promise<Turn> {
  const { database, queue, log } = warehouse;
  const remote = openRemoteModel({
    ...readConfig({}).remoteJudge,
    ...{ url, key: null, model: 'judge', concurrency: PLACES },
  });
  const scorer = openVlmScorer({
    ...{
      revision,
      prompts,
      remote,
      media: warehouse.media,
      maxNewTokens: 8,
      pictureLimit: null,
      batch: null,
    },
    modelFor: async (id) => remote.forEvaluation(id, null),
    isOpen: async () => true,
    close: async () => {},
  });
  await addEvaluation(warehouse, run, revision);
  return timed(async () => {
    const stopping = new AbortController();
    let left = CALLS;
    const onCommitted = (responses: number) => {
      left -= responses;
      if (left <= 0) stopping.abort();
    };
    const held = new Set<never>();
    await consume({ database, queue, scorer: scorer as Scorer, log, onCommitted, held }, stopping.signal);
  });
}

/** Always as many calls as there are places, until there are none left. */
async function askAll(url: string): Promise<void> {
  let left = CALLS;
  const body = JSON.stringify({
    model: 'judge',
    messages: [{ role: 'user', content: 'because 0 From 0 to 6?' }],
  });
  const ask = async (): Promise<void> => {
    while (left-- > 0) {
      const headers = { 'content-type': 'application/json' };
      const response = await fetch(`${url}/chat/completions`, { method: 'POST', headers, body });
      await response.json();
    }
  };
  await Promise.all(Array.from({ length: PLACES }, ask));
}
