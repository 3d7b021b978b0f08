import { canonicalJson, sha256 } from '../../core/canonicalJson.ts';
import { EXPORT_VERSION } from '../../store/exports/columns.ts';
import type { ExportPlan } from '../../store/exports/plan.ts';
import { planResponses } from '../../store/exports/responses.ts';
import { planRollups } from '../../store/exports/rollups.ts';
import { planScores } from '../../store/exports/scores.ts';
import type { Snapshot } from '../../store/exports/snapshot.ts';
import { type Context, createContext, type Services } from '../context.ts';
import type { Piece } from './batches.ts';
import { planLeaderboard } from './leaderboard.ts';
import { parquetPieces } from './parquet.ts';
import type { ExportQuery } from './query.ts';
import { textPieces } from './text.ts';

/** One export as the database now stands. */
export interface Planned {
  plan: ExportPlan;
  /** 64 hex digits: equal when the file is, byte for byte. */
  etag: string;
}

/** Costs a few small queries, however many rows there are. */
export async function planExport(query: ExportQuery, services: Services): Promise<Planned> {
  const plan = await planTable(query, createContext(services));
  return { plan, etag: sha256(canonicalJson({ version: EXPORT_VERSION, query, state: plan.state })) };
}

/** Throws for a filter that nothing fits by its name. */
export function planTable(query: ExportQuery, context: Context): Promise<ExportPlan> {
  const { db } = context;
  switch (query.table) {
    case 'leaderboard':
      return planLeaderboard(query, context);
    case 'scores':
      return planScores(db, { ...query, outcomes: query.outcome });
    case 'rollups':
      return planRollups(db, query);
    case 'responses':
      return planResponses(db, query);
  }
}

/** The file of an export, in the snapshot that it was planned in. */
export function exportPieces(
  query: ExportQuery,
  plan: ExportPlan,
  snapshot: Snapshot,
): AsyncGenerator<Piece> {
  const { table, format } = query;
  if (format !== 'parquet') return textPieces(snapshot, plan, format);
  return parquetPieces(snapshot, plan, { 'assay.table': table, 'assay.version': String(EXPORT_VERSION) });
}
