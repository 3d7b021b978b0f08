import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { benchBi } from './bi.ts';
import { benchBoard } from './board.ts';
import { benchDetector } from './detector.ts';
import { benchHeat } from './heat.ts';
import { benchJudge } from './judge.ts';
import { describeMachine, loadOfLastMinute } from './machine.ts';
import { readReports, resultsOf, textOf, writeReport } from './report.ts';
import type { Result } from './row.ts';
import { type RunWatch, watchRuns } from './runs.ts';
import { openWarehouse, type Warehouse } from './warehouse.ts';

export interface BenchOptions {
  /** Times that subject and reference take turns. */
  rounds: number;
  /** About so many in the warehouse, for those that look at a history. */
  scores: number;
}

type Bench = (warehouse: Warehouse, watch: RunWatch, options: BenchOptions) => Promise<Result>;

const BENCHES: Readonly<Record<string, Bench>> = {
  bi: benchBi,
  board: benchBoard,
  heat: benchHeat,
  detector: benchDetector,
  judge: benchJudge,
};
const HERE = import.meta.dirname;
const RECORD = join(HERE, 'results');

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '5' },
    scores: { type: 'string', default: '1e6' },
    record: { type: 'boolean', default: false },
  },
});
const names = positionals.length > 0 ? positionals : Object.keys(BENCHES);
const unknown = names.find((name) => !(name in BENCHES));
if (unknown !== undefined) {
  console.error(`There is no benchmark "${unknown}"; there are ${Object.keys(BENCHES).join(', ')}`);
  process.exit(1);
}

const options = { rounds: Number(values.rounds), scores: Number(values.scores) };
const watch = watchRuns();
for (const name of names) {
  const loadBefore = loadOfLastMinute();
  await using warehouse = await openWarehouse();
  const result = await (BENCHES[name] as Bench)(warehouse, watch, options);
  const machine = await describeMachine(warehouse.database, loadBefore);
  const report = { bench: name, date: new Date().toISOString().slice(0, 10), machine, ...options, ...result };
  console.log(`${name}: ${textOf(report)}\n`);
  await writeReport(report, values.record ? RECORD : join(HERE, '../.assay/bench'));
}
if (values.record) await writeFile(join(HERE, 'RESULTS.md'), resultsOf(await readReports(RECORD)));
