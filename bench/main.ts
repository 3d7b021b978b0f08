import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { benchBeside } from './beside.ts';
import { benchBi } from './bi.ts';
import { benchBoard } from './board.ts';
import { fallen, sinceRecord } from './check.ts';
import { benchDashboard } from './dashboard.ts';
import { benchDelivery } from './delivery.ts';
import { benchDetector } from './detector.ts';
import { benchEvents } from './events.ts';
import { benchExports } from './exports.ts';
import { benchFanout } from './fanout.ts';
import { benchFleet } from './fleet.ts';
import { benchHeat } from './heat.ts';
import { benchIngest } from './ingest.ts';
import { benchJudge } from './judge.ts';
import { describeMachine, loadOfLastMinute } from './machine.ts';
import { benchRemote } from './remote.ts';
import { type Report, readReport, readReports, resultsOf, textOf, writeReport } from './report.ts';
import type { Result } from './row.ts';
import { type RunWatch, watchRuns } from './runs.ts';
import { benchScale } from './scale.ts';
import { openWarehouse, type Warehouse } from './warehouse.ts';
import { benchWorkerMemory } from './workerMemory.ts';
import { benchWrites } from './writes.ts';

export interface BenchOptions {
  /** Times that subject and reference take turns. */
  rounds: number;
  /** About so many in the warehouse, for those that look at a history. */
  scores: number;
  /** Whether to take a moment rather than minutes: less data, fewer seconds. */
  isShort: boolean;
  /** Folder of databases that are kept and taken as they are; null makes them anew. */
  keep: string | null;
}

type Bench = (warehouse: Warehouse, watch: RunWatch, options: BenchOptions) => Promise<Result>;

/** In the order in which all of them run. */
const BENCHES: Readonly<Record<string, Bench>> = {
  beside: benchBeside,
  bi: benchBi,
  board: benchBoard,
  heat: benchHeat,
  ingest: benchIngest,
  scale: benchScale,
  writes: benchWrites,
  events: benchEvents,
  dashboard: benchDashboard,
  fanout: benchFanout,
  delivery: benchDelivery,
  fleet: benchFleet,
  workerMemory: benchWorkerMemory,
  exports: benchExports,
  detector: benchDetector,
  judge: benchJudge,
  remote: benchRemote,
};
/** Scores in the warehouse where a goal names how many; elsewhere as many as show what a history costs. */
const SCORES: Readonly<Record<string, number>> = { bi: 1e7, scale: 1e8 };
const [SOME, FEW] = [1e6, 1e5];
/** Times that `--check` measures before it says that a ratio has fallen. */
const TRIES = 3;
/** What `--short` runs unless told otherwise. */
const SHORT = ['board', 'heat', 'writes'];
const HERE = import.meta.dirname;

const USAGE = `npm run bench -- [NAME...] [options]

Without a name all of them, an hour and more: ${Object.keys(BENCHES).join(', ')}

  --rounds N      times that subject and reference take turns (5)
  --scores N      scores in the warehouse, such as 1e6
  --keep FOLDER   keeps the databases of scale there, and takes them as they are the next time
  --short         less data, fewer seconds; without a name ${SHORT.join(', ')}
  --record        writes RESULTS.md and results/NAME.json; otherwise .assay/bench has the JSON
  --check         fails when a ratio is below its floor three times; compares with the record, which it only tells`;

function complain(complaint: string): never {
  console.error(`${complaint}\n\n${USAGE}`);
  process.exit(1);
}

function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        rounds: { type: 'string' },
        scores: { type: 'string' },
        keep: { type: 'string' },
        short: { type: 'boolean', default: false },
        record: { type: 'boolean', default: false },
        check: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    return complain((error as Error).message);
  }
}

function countOf(option: string, given: string | undefined): number | null {
  if (given === undefined) return null;
  const count = Number(given);
  return Number.isInteger(count) && count > 0
    ? count
    : complain(`--${option} must be a whole number from 1, is "${given}"`);
}

const { values, positionals } = readArguments();
if (values.help) {
  console.log(USAGE);
  process.exit();
}
const isShort = values.short;
const names = positionals.length > 0 ? positionals : isShort ? SHORT : Object.keys(BENCHES);
const unknown = names.find((name) => !(name in BENCHES));
if (unknown !== undefined) complain(`There is no benchmark "${unknown}"`);
const rounds = countOf('rounds', values.rounds) ?? (isShort ? 3 : 5);
const scores = countOf('scores', values.scores);

const optionsOf = (name: string): BenchOptions => ({
  rounds,
  scores: scores ?? (isShort ? FEW : (SCORES[name] ?? SOME)),
  isShort,
  keep: values.keep ?? null,
});
const recorded = join(HERE, isShort ? 'results/short' : 'results');
const watch = watchRuns();
const complaints: string[] = [];
for (const name of names) {
  let report = await run(name);
  if (!values.check) continue;
  // Again, since somebody else may just have taken the machine: only what falls every time has fallen.
  for (let left = TRIES - 1; left > 0 && fallen(report).length > 0; left--) report = await run(name);
  complaints.push(...fallen(report));
  console.log(sinceRecord(report, await readReport(recorded, name)).join('\n'));
}
if (values.record && !isShort)
  await writeFile(join(HERE, 'RESULTS.md'), resultsOf(await readReports(recorded)));
for (const complaint of complaints) console.error(complaint);
if (complaints.length > 0) process.exitCode = 1;

async function run(name: string): Promise<Report> {
  const loadBefore = loadOfLastMinute();
  await using warehouse = await openWarehouse();
  const options = optionsOf(name);
  const result = await (BENCHES[name] as Bench)(warehouse, watch, options);
  const machine = await describeMachine(warehouse.database, loadBefore);
  const report = { bench: name, date: new Date().toISOString().slice(0, 10), machine, ...options, ...result };
  console.log(`${name}: ${textOf(report)}\n`);
  await writeReport(report, values.record ? recorded : join(HERE, '../.assay/bench'));
  return report;
}
