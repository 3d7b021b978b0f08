import type { ExportPlan } from '../../store/exports/plan.ts';
import type { Snapshot } from '../../store/exports/snapshot.ts';
import { countLines, type Piece } from './batches.ts';

/** CSV with a header line, or JSON objects a line, as PostgreSQL writes them. */
export async function* textPieces(
  snapshot: Snapshot,
  plan: ExportPlan,
  shape: 'csv' | 'jsonl',
): AsyncGenerator<Piece> {
  if (shape === 'csv')
    yield { bytes: Buffer.from(`${plan.columns.map(({ name }) => name).join(',')}\n`), rows: 0 };
  for (const select of plan.selects(shape)) {
    for await (const chunk of snapshot.copy(select, shape, { header: false })) {
      const bytes = chunk as Buffer;
      yield { bytes, rows: countLines(bytes) };
    }
  }
}
