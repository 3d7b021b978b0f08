import type { Row } from './row.ts';

/** What the rows say together: the best batch, and the ratio that is left when all work shares the cores. */
export function ceiling(rows: readonly Row[], idle: Row): string[] {
  const [first] = rows;
  const batches = rows.filter(({ what }) => !what.includes('loaded'));
  const best = batches.reduce((a, b) => (b.perSecond > a.perSecond ? b : a));
  const single = batches.find(({ what }) => what.startsWith('batch 1,'));
  const notes = [
    `Best: ${best.what} with ${best.perSecond.toFixed(1)} ${best.unit}s per second${single ? `, ${(best.perSecond / single.perSecond).toFixed(2)} times batch 1` : ''}.`,
    `Queue and commit cost ${(1000 / idle.perSecond).toFixed(2)} ms of a worker's time per ${idle.unit} when nothing else is done, ${(idle.cpuMs ?? 0).toFixed(2)} ms of its CPU and ${(idle.databaseCpuMs ?? 0).toFixed(2)} ms of the database's.`,
  ];
  const { cpuMs = null, databaseCpuMs = 0 } = first ?? {};
  const bareMs = first?.reference?.cpuMs ?? null;
  if (!first || cpuMs === null || bareMs === null) return notes;
  const share = bareMs / (cpuMs + databaseCpuMs);
  notes.push(
    `The bare loop takes ${bareMs.toFixed(1)} ms of CPU per ${first.unit}, the pipeline ${cpuMs.toFixed(1)} and its database ${databaseCpuMs.toFixed(1)}: where all of it shares the same busy cores, the ratio can be ${share.toFixed(2)} at most.`,
  );
  return notes;
}
