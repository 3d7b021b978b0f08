import { openScoreFile, type ScoreRow } from '../../src/cli/import/scoreRows.ts';

const silence = { update: () => undefined, say: () => undefined, end: () => undefined };

/** A file of scores as the importer reads it. */
export async function scoresIn(path: string) {
  const file = await openScoreFile(path);
  const rows: ScoreRow[] = [];
  for await (const row of file.rows(silence)) rows.push(row);
  return { rows, notRead: [...file.notRead], counts: file.counts };
}
