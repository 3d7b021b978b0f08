import { exportPieces } from '../../src/api/export/export.ts';
import type { Format } from '../../src/api/export/query.ts';
import { openLog } from '../../src/core/log.ts';
import { openDatabase } from '../../src/store/database.ts';
import { planScores } from '../../src/store/exports/scores.ts';
import { openSnapshot } from '../../src/store/exports/snapshot.ts';

// Makes one export of all scores in a process of its own, whose heap its parent has bounded.
const [url = '', format = 'csv'] = process.argv.slice(2);
const database = openDatabase(url, {
  max: 2,
  log: openLog({ logLevel: 'fatal' }, 'child'),
  name: 'export child',
});
const snapshot = await openSnapshot(database);
const plan = await planScores(snapshot.db, {});
const query = { table: 'scores' as const, format: format as Format };
const before = process.resourceUsage().maxRSS;
let bytes = 0;
for await (const piece of exportPieces(query as Parameters<typeof exportPieces>[0], plan, snapshot))
  bytes += piece.bytes.length;
await snapshot.close();
await database.close();
console.log(
  JSON.stringify({ rows: plan.rows, bytes, grownBytes: (process.resourceUsage().maxRSS - before) * 1024 }),
);
