import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cohenKappa, cosine, mae, mse, pearson, spearman } from '../../src/statistics/agreement.ts';
import { averageRanks } from '../../src/statistics/averageRanks.ts';
import { kendallTauB } from '../../src/statistics/kendall.ts';
import { describeWithData } from '../benchmarks/fixtures/officialData.ts';
import { expectNear, scipy } from './fixtures/scipy.ts';

test('every coefficient agrees with SciPy', () => {
  for (const { x, y, ...expected } of scipy.agreement) {
    expectNear(pearson(x, y), expected.pearson, 'Pearson');
    expectNear(spearman(x, y), expected.spearman, 'Spearman');
    expectNear(kendallTauB(x, y), expected.kendall, 'Kendall');
    expectNear(mse(x, y), expected.mse, 'MSE');
    expectNear(mae(x, y), expected.mae, 'MAE');
    expectNear(cosine(x, y), expected.cosine, 'cosine');
    expectNear(cohenKappa(x, y), expected.kappa, 'kappa');
  }
});

test('ranks of equal values are shared as in SciPy', () => {
  expect(averageRanks(scipy.ranks.values).ranks).toEqual(scipy.ranks.ranks);
});

test("Kendall's tau-b in n log n steps equals the count over all pairs", () => {
  const pair = fc.tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 5 }));

  fc.assert(
    fc.property(fc.array(pair, { minLength: 2, maxLength: 25 }), (pairs) => {
      const all = pairs.flatMap((a, index) =>
        pairs.slice(index + 1).map((b) => [Math.sign(a[0] - b[0]), Math.sign(a[1] - b[1])] as const),
      );
      const score = all.reduce((total, [x, y]) => total + x * y, 0);
      const untied = (side: 0 | 1) => all.filter((signs) => signs[side] !== 0).length;
      const scale = Math.sqrt(untied(0)) * Math.sqrt(untied(1));

      const tau = kendallTauB(
        pairs.map(([x]) => x),
        pairs.map(([, y]) => y),
      );

      if (scale === 0) expect(tau).toBeNull();
      else expect(tau).toBeCloseTo(score / scale, 12);
    }),
  );
});

test('what is not defined is null and not NaN', () => {
  expect([
    pearson([], []),
    pearson([1], [2]),
    pearson([1, 1], [1, 2]),
    spearman([3, 3], [1, 2]),
    kendallTauB([1, 1], [1, 2]),
  ]).toEqual([null, null, null, null, null]);
  expect([mse([], []), mae([], []), cosine([0], [1]), cohenKappa([], []), cohenKappa(['a'], ['a'])]).toEqual([
    null,
    null,
    null,
    null,
    null,
  ]);
});

test('lists of different length are refused', () => {
  expect(() => pearson([1, 2], [1])).toThrow('Paired lists differ in length: 2 and 1');
  expect(() => kendallTauB([1, 2], [1])).toThrow('Paired lists differ in length: 2 and 1');
});

interface PublishedRow {
  faithfulness: { human: number; evalalign: number };
  alignment: { human: number; evalalign: number };
}

describeWithData(
  'human and EvalAlign scores of the 24 published models',
  'published/evalalign.json',
  (read) => {
    const { rows } = read() as { rows: PublishedRow[] };

    test.each([
      ['faithfulness', ['0.8983', '0.7223', '0.8706', '0.1645', '0.3882']],
      ['alignment', ['0.9388', '0.8043', '0.9357', '0.0820', '0.2608']],
    ] as const)('agree in %s to the printed digits', (dimension, printed) => {
      const human = rows.map((row) => row[dimension].human);
      const judge = rows.map((row) => row[dimension].evalalign);

      const values = [pearson, kendallTauB, spearman, mse, mae].map((measure) =>
        measure(human, judge)?.toFixed(4),
      );

      expect(rows).toHaveLength(24);
      expect(values).toEqual(printed);
    });
  },
);
