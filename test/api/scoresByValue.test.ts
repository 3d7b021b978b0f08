import fc from 'fast-check';
import { describe, expect } from 'vitest';
import type { Client } from '../../src/cli/client/client.ts';
import { test } from '../support/fixtures.ts';
import { addQuestions, aTextRun, importEvaluation } from '../support/imported.ts';

interface Shown {
  question: string;
  sample: number;
  criterion: string;
  value: number | null;
  id: string;
}

interface Asked {
  order: 'QUESTION' | 'WORST_FIRST' | 'BEST_FIRST';
  filter?: string;
  first?: number;
  skip?: number;
  after?: string | null;
}

async function page(client: Client, evaluation: string, asked: Asked) {
  const { order, filter = '', first = 100, skip = 0, after = null } = asked;
  const { node } = await client.query<{ node: { scores: Answer } }>(
    `query ($id: ID!, $first: Int, $skip: Int, $after: String) { node(id: $id) { ... on Evaluation {
      scores(order: ${order}, ${filter} first: $first, skip: $skip, after: $after) {
        totalCount pageInfo { hasNextPage hasPreviousPage endCursor }
        nodes { value criterion { slug } response { sampleIndex id question { externalId } } } } } } }`,
    { id: evaluation, first, skip, after },
  );
  const { nodes, pageInfo, totalCount } = node.scores;
  const rows = nodes.map(({ value, criterion, response }): Shown => {
    const { sampleIndex, question } = response;
    const id = `${question.externalId} ${sampleIndex} ${criterion.slug}`;
    return { question: question.externalId, sample: sampleIndex, criterion: criterion.slug, value, id };
  });
  return { rows, totalCount, ...pageInfo };
}

interface Answer {
  totalCount: number;
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; endCursor: string | null };
  nodes: {
    value: number | null;
    criterion: { slug: string };
    response: { id: string; sampleIndex: number; question: { externalId: string } };
  }[];
}

const SCALES: Readonly<Record<string, [worst: number, best: number]>> = {
  overall: [0, 6],
  'text-quality': [0, 1],
  'emotional-impact': [-1, 0],
  innovation: [0, 1],
};

/** Stories whose criteria have three scales; many values alike, and some that are not there. */
async function stories(client: Client): Promise<string> {
  const questions = Array.from({ length: 12 }, (_, index) => `q${String(index).padStart(2, '0')}`);
  await addQuestions(
    client,
    'mmie',
    questions.map((externalId) => ({ externalId, slices: ['situational-analysis'] })),
  );
  const run = await aTextRun(client, { benchmark: 'mmie', model: 'm', questions, samples: 2 });
  const scores = questions.flatMap((question, q) =>
    [0, 1].flatMap((sampleIndex) =>
      Object.entries(SCALES).map(([criterion, [worst, best]], c) => {
        const place = ((q * 7 + sampleIndex * 3 + c * 5) % 5) / 4;
        const isScored = (q + sampleIndex + c) % 6 !== 0;
        return {
          ...{ question, sampleIndex, criterion },
          ...(isScored ? { value: worst + place * (best - worst) } : { outcome: 'UNPARSEABLE' }),
        };
      }),
    ),
  );
  return importEvaluation(client, run, { name: 'j', criteria: Object.keys(SCALES) }, { scores });
}

/** How far from the worst end, as a share of the scale. */
function placeOf({ criterion, value }: Shown): number {
  const [worst, best] = SCALES[criterion] ?? [0, 1];
  return ((value ?? Number.NaN) - worst) / (best - worst);
}

async function allPages(client: Client, evaluation: string, asked: Asked): Promise<Shown[]> {
  const rows: Shown[] = [];
  for (let after: string | null = null; ; ) {
    const next: Awaited<ReturnType<typeof page>> = await page(client, evaluation, { ...asked, after });
    rows.push(...next.rows);
    if (!next.hasNextPage) return rows;
    after = next.endCursor;
  }
}

describe('scores by value', () => {
  test('come worst or best first on their own scales, alike ones by question, those without a value last', async ({
    client,
  }) => {
    const evaluation = await stories(client);
    const inOrder = await page(client, evaluation, { order: 'QUESTION' });

    for (const [order, sign] of [
      ['WORST_FIRST', 1],
      ['BEST_FIRST', -1],
    ] as const) {
      const { rows, totalCount } = await page(client, evaluation, { order });

      expect(totalCount).toBe(96);
      expect(rows.map(({ id }) => id).toSorted()).toEqual(inOrder.rows.map(({ id }) => id).toSorted());
      const scored = rows.filter(({ value }) => value !== null);
      expect(rows.slice(0, scored.length)).toEqual(scored);
      const places = scored.map(placeOf);
      expect(places).toEqual(places.toSorted((a, b) => sign * (a - b)));
      for (const criterion of Object.keys(SCALES)) {
        const of = scored.filter((row) => row.criterion === criterion);
        expect(of.map(({ question }) => question)).toEqual(
          of
            .toSorted((a, b) => sign * (placeOf(a) - placeOf(b)) || (a.question < b.question ? -1 : 1))
            .map(({ question }) => question),
        );
      }
      const unscored = rows.slice(scored.length).map(({ question }) => question);
      expect(unscored).toEqual(unscored.toSorted());
    }
  });

  test('are the same rows in pages of any size, after any cursor and past any number of rows', async ({
    client,
  }) => {
    const evaluation = await stories(client);
    const FILTERS = [
      '',
      'criterion: "overall",',
      'criterion: "emotional-impact",',
      'min: 0.5,',
      'max: 0.5,',
      'outcome: [SCORED],',
      'outcome: [UNPARSEABLE],',
      'outcome: [SCORED, UNPARSEABLE], category: "situational-analysis",',
    ];
    const wholes = new Map<string, Shown[]>();
    const whole = async (order: Asked['order'], filter: string) => {
      const key = `${order} ${filter}`;
      const rows = wholes.get(key) ?? (await page(client, evaluation, { order, filter })).rows;
      wholes.set(key, rows);
      return rows;
    };
    const unordered = async (filter: string) =>
      (await whole('QUESTION', filter)).map(({ id }) => id).toSorted();

    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('WORST_FIRST' as const, 'BEST_FIRST' as const),
        fc.constantFrom(...FILTERS),
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 0, max: 100 }),
        async (order, filter, first, skip) => {
          const rows = await whole(order, filter);
          expect(rows.map(({ id }) => id).toSorted()).toEqual(await unordered(filter));
          expect(await allPages(client, evaluation, { order, filter, first: Math.max(first, 9) })).toEqual(
            rows,
          );
          const start = await page(client, evaluation, { order, filter, first });
          const far = await page(client, evaluation, { order, filter, first, skip, after: start.endCursor });
          expect(far.rows).toEqual(rows.slice(start.rows.length + skip).slice(0, first));
        },
      ),
      { numRuns: 25 },
    );
  }, 60_000);

  test('have the highest value worst where lower is better', async ({ client, database }) => {
    await database.pool.query("update criteria set higher_is_better = false where slug = 'text-quality'");
    const evaluation = await stories(client);
    const filter = 'criterion: "text-quality",';

    const worst = await page(client, evaluation, { order: 'WORST_FIRST', filter, first: 3 });
    const best = await page(client, evaluation, { order: 'BEST_FIRST', filter, first: 3 });
    const mixed = await allPages(client, evaluation, { order: 'WORST_FIRST', first: 7 });

    expect([worst, best].map(({ rows }) => rows[0]?.value)).toEqual([1, 0]);
    const places = mixed
      .filter(({ value }) => value !== null)
      .map((row) => (row.criterion === 'text-quality' ? 1 - placeOf(row) : placeOf(row)));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(new Set(mixed.map(({ id }) => id)).size).toBe(96);
  });

  test('go on only from a cursor of the same evaluation', async ({ client }) => {
    const evaluation = await stories(client);
    const start = await page(client, evaluation, { order: 'QUESTION', first: 5 });
    const decoded = Buffer.from(start.endCursor ?? '', 'base64url').toString();
    const foreign = Buffer.from(decoded.replace(/^.{8}/, '00000000')).toString('base64url');

    for (const after of [foreign, 'nonsense'])
      await expect(page(client, evaluation, { order: 'WORST_FIRST', after })).rejects.toThrow(
        `after: "${after}" is not a cursor of this connection`,
      );
    const onwards = await page(client, evaluation, { order: 'BEST_FIRST', after: start.endCursor });
    expect(onwards.hasPreviousPage).toBe(true);
  });
});
