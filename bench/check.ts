import type { Report } from './report.ts';
import type { Row } from './row.ts';

/** A ratio may fall to this share of what was recorded before it counts as fallen: machines are not alike. */
const LEAST = 0.7;

/** A sentence for every row whose ratio is clearly worse than the recorded one. */
export function fallen(report: Report, recorded: Report | null): string[] {
  const before = new Map(recorded?.rows.map((row) => [nameOf(row), row]));
  return report.rows.flatMap((row) => {
    const [now, then] = [row.ratio?.median, before.get(nameOf(row))?.ratio?.median];
    if (now === undefined || then === undefined) return [];
    const share = isLessBetter(row) ? then / now : now / then;
    if (share >= LEAST) return [];
    return [
      `${report.bench}: ${nameOf(row)} is at ${now.toFixed(2)}, recorded was ${then.toFixed(2)}; look at it with \`npm run bench -- ${report.bench}\``,
    ];
  });
}

const nameOf = ({ what, reference }: Row): string => `${what} against ${reference?.what ?? 'nothing'}`;

const isLessBetter = ({ goal }: Row): boolean => goal !== null && 'most' in goal;
