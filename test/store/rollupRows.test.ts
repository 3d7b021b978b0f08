import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import { expect } from 'vitest';
import { addUp, partsOf } from '../../src/benchmarks/partSums.ts';
import { findRollups } from '../../src/store/rollupRows.ts';
import { anMmieBoard } from '../support/boards.ts';
import { test } from '../support/fixtures.ts';

const LEVELS = ['category', 'domain', 'subdomain'] as const;
const PATHS = [
  {},
  { category: 'project-based-learning' },
  { domain: 'finance' },
  { category: 'project-based-learning', domain: 'finance', subdomain: 'loans' },
  { domain: 'mathematics' },
];

test('rollups added up are what SQL adds up, whichever part and criterion is asked for', async ({
  client,
  database: { db },
}) => {
  await anMmieBoard(client);
  // Numbers that no two rows share, so that none can be taken for another.
  await db.execute(sql`update rollups set expected = 50 + n, responses = 40 + n, expected_questions = 30 + n,
    sum = sum + random(), official_won = random()`);
  const { rows: evaluations } = await db.execute<{ id: string; benchmark: string }>(
    sql`select e.id, r.benchmark_id as benchmark from evaluations e join runs r on r.id = e.run_id`,
  );
  const ids = evaluations.map(({ id }) => id);
  const { layout, rollups } = await findRollups(db, evaluations[0]?.benchmark ?? '', ids);
  const asked = fc.record({
    id: fc.constantFrom(...ids),
    path: fc.constantFrom(...PATHS),
    level: fc.constantFrom(...LEVELS),
    criterion: fc.constantFrom(...(['each', { slug: 'overall' }, { slug: 'text-quality' }] as const)),
  });

  await fc.assert(
    fc.asyncProperty(asked, async ({ id, path, level, criterion }) => {
      const { rows } = await db.execute<Record<string, string | number | null>>(sql`
        select category, domain, subdomain, criterion, sum(n)::int as n, sum(sum) as sum, sum(expected)::int as expected,
          sum(missing)::int as missing, sum(unscored)::int as unscored, sum(expected_questions)::int as questions,
          sum(official_won) as won from (
          select s.category, ${level === 'category' ? sql`null` : sql`s.domain`} as domain,
            ${level === 'subdomain' ? sql`case when s.level = 'SUBDOMAIN' then s.slug end` : sql`null`} as subdomain,
            ${criterion === 'each' ? sql`c.slug` : sql`null`} as criterion, r.*,
            r.expected - r.responses as missing,
            r.responses - r.scored - r.not_applicable - r.unparseable - r.out_of_range - r.judge_error - r.missing_media as unscored
          from rollups r join slices s on s.id = r.slice_id join criteria c on c.id = r.criterion_id
          where r.evaluation_id = ${id} and (${criterion === 'each'} or c.slug = ${criterion === 'each' ? '' : criterion.slug})
            and (${path.category ?? null}::text is null or s.category = ${path.category ?? null})
            and (${path.domain ?? null}::text is null or s.domain = ${path.domain ?? null})
            and (${path.subdomain ?? null}::text is null or s.slug = ${path.subdomain ?? null})
        ) r group by category, domain, subdomain, criterion`);
      const found = rollups.get(id);
      const parts = found ? addUp(found, partsOf(layout, { path, level, criterion })) : [];

      const name = (of: object) => JSON.stringify(Object.values(of));
      const said = parts.map(
        ({ category, domain, subdomain, criterion: slug, strict, official, outcomes, questions }) => [
          name({ category, domain, subdomain, slug }),
          [
            strict.n,
            strict.expected,
            outcomes.MISSING_RESPONSE,
            outcomes.NOT_SCORED,
            questions.expected,
            strict.sum.toFixed(9),
            official.won.toFixed(9),
          ],
        ],
      );
      const added = rows.map(({ category, domain, subdomain, criterion: slug, ...row }) => [
        name({ category, domain, subdomain, slug }),
        [
          row['n'],
          row['expected'],
          row['missing'],
          row['unscored'],
          row['questions'],
          Number(row['sum']).toFixed(9),
          Number(row['won']).toFixed(9),
        ],
      ]);
      expect(Object.fromEntries(said)).toEqual(Object.fromEntries(added));
    }),
    { numRuns: 60 },
  );
});
