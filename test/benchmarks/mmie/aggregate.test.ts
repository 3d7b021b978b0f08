import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  meanOfPercent,
  officialMean,
  officialSummary,
  percentOfMean,
  tallyScores,
  weightedOverall,
} from '../../../src/benchmarks/mmie/aggregate.ts';
import { categoryOf, type MmieCategorySlug } from '../../../src/benchmarks/mmie/category.ts';
import { parseReply } from '../../../src/benchmarks/mmie/parse.ts';
import { describeWithData } from '../fixtures/officialData.ts';

type Cell = MmieCategorySlug | 'overall';
type PublishedRow = { model: string } & Record<Cell, number>;

describeWithData('the 20 published rows', 'published/mmie.json', (read) => {
  const categories: readonly MmieCategorySlug[] = [
    'situational-analysis',
    'project-based-learning',
    'multi-step-reasoning',
  ];
  const { rows } = read() as { rows: PublishedRow[] };

  test('are 80 percentages, each the rounding of one three-decimal mean', () => {
    const cells = rows.flatMap((row) => [...categories, 'overall' as const].map((cell) => row[cell]));
    const unexplained = cells.filter((percent) => meanOfPercent(percent) === null);

    expect(cells).toHaveLength(80);
    expect(unexplained).toEqual([]);
  });

  test.each(rows)('give the overall value of $model from its category means', (row) => {
    const means = Object.fromEntries(categories.map((slug) => [slug, meanOfPercent(row[slug])]));

    const overall = weightedOverall(means as Record<MmieCategorySlug, number>);

    expect(overall).toBe(meanOfPercent(row.overall));
    expect(percentOfMean(overall)).toBe(row.overall);
  });
});

test('the summary leaves unreadable and out-of-range replies out of numerator and denominator', () => {
  const replies = [
    ['SA_1', '### Score\n5'],
    ['SA_2', '### Score\n7'],
    ['SA_3', 'five'],
    ['PBL_1', '### Score\n4.5'],
    ['PBL_2', '### Score\n6'],
    ['PBL_3', '### Score\n2'],
  ] as const;
  const scores = replies.map(([id, reply]) => ({ category: categoryOf(id).slug, ...parseReply(reply) }));

  const summary = officialSummary(tallyScores(scores));

  expect(summary).toEqual({ sampleSize: 4, AVG: 4.25, SA: 5, PBL: 4, MSR: null });
});

test('a mean is rounded as NumPy rounds it, which is what the script calls', () => {
  expect(officialMean({ sum: 1, n: 80 })).toBe(0.012);
  expect(officialMean({ sum: 5349, n: 2000 })).toBe(2.674);
  expect(officialMean({ sum: 0, n: 0 })).toBeNull();
});

test('the summary depends on the scores and not on their order', () => {
  const score = fc.record({
    category: fc.constantFrom<MmieCategorySlug>(
      'situational-analysis',
      'project-based-learning',
      'multi-step-reasoning',
    ),
    officialValue: fc.option(fc.integer({ min: 0, max: 6 })),
  });

  fc.assert(
    fc.property(fc.array(score), (scores) => {
      expect(officialSummary(tallyScores(scores.toReversed()))).toEqual(officialSummary(tallyScores(scores)));
    }),
  );
});

test('an id belongs to the first tag it contains, and an id without one is refused by name', () => {
  expect(categoryOf('PBL_SAT_1').tag).toBe('SA');
  expect(categoryOf('MSR-12').slug).toBe('multi-step-reasoning');
  expect(() => categoryOf('xyz_1')).toThrow('MMIE id "xyz_1" names no category');
});
