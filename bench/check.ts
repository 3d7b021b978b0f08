import type { Report } from './report.ts';
import { nameOf, type Row } from './row.ts';

/** A sentence for every row whose ratio is below its floor. */
export function fallen({ bench, rows }: Report): string[] {
  return rows.flatMap((row) =>
    row.floor === undefined || row.ratio === null || row.ratio.median >= row.floor
      ? []
      : [
          `${bench}: ${nameOf(row)} is at ${row.ratio.median.toFixed(2)}, below its floor of ${row.floor}; look at it with \`npm run bench -- ${bench}\``,
        ],
  );
}

/** A line for every row that was recorded: what it is of the record, which another machine may have made. */
export function sinceRecord({ bench, rows }: Report, recorded: Report | null): string[] {
  if (!recorded) return [];
  const before = new Map(recorded.rows.map((row) => [nameOf(row), row.ratio?.median]));
  return rows.flatMap((row: Row) => {
    const [now, then] = [row.ratio?.median, before.get(nameOf(row))];
    return now === undefined || then === undefined
      ? []
      : [
          `${bench}: ${nameOf(row)}: ${now.toFixed(2)}, recorded ${then.toFixed(2)} on ${recorded.date} (${recorded.machine.processor})`,
        ];
  });
}
