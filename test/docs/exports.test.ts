import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { leaderboardColumns } from '../../src/api/export/leaderboard.ts';
import { responseColumns } from '../../src/store/exports/responses.ts';
import { rollupColumns } from '../../src/store/exports/rollups.ts';
import { scoreColumns } from '../../src/store/exports/scores.ts';

const text = readFileSync(new URL('../../docs/exports.md', import.meta.url), 'utf8');

/** The rows of the table under a heading. */
function documented(heading: string): string[] {
  const [section = ''] = text.slice(text.indexOf(`### ${heading}\n`) + 4).split(/\n##/);
  return section.split('\n').filter((line) => line.startsWith('| `'));
}

test.each(
  Object.entries({
    scores: scoreColumns,
    rollups: rollupColumns,
    responses: responseColumns,
    leaderboard: leaderboardColumns,
  }),
)('docs/exports.md lists the columns of %s as they are', (table, columns) => {
  const expected = columns.map(
    ({ name, type, isNullable, about }) =>
      `| \`${name}\` | ${type}${isNullable ? ', null' : ''} | ${about} |`,
  );

  expect(documented(table)).toEqual(expected);
});
