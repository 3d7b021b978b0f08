import fc from 'fast-check';
import { expect, test } from 'vitest';
import { planBatches } from '../../../src/workers/vlm/batches.ts';

const read = (promptTokens: number) => ({ promptTokens, maxNewTokens: 0 });
const written = (promptTokens: number, maxNewTokens = 10) => ({ promptTokens, maxNewTokens });
const ROOMY = { rows: 16, tokens: 10_000 };

test('calls of like length share a batch, longest first, and read ones do not mix with written ones', () => {
  const plan = planBatches([read(5), written(7), read(9), written(8)], ROOMY, 'left');

  expect(plan).toEqual([
    [2, 0],
    [3, 1],
  ]);
});

test('a batch holds no more rows, and no more tokens with padding and answers, than its limits', () => {
  expect(planBatches([read(9), read(8), read(7)], { rows: 2, tokens: 100 }, 'left')).toEqual([[0, 1], [2]]);
  expect(planBatches([written(90), written(10), written(10)], { rows: 9, tokens: 250 }, 'left')).toEqual([
    [0, 1],
    [2],
  ]);
});

test('without padding only calls of one length share a batch', () => {
  expect(planBatches([read(5), read(6), read(5)], ROOMY, 'none')).toEqual([[1], [0, 2]]);
});

test('a call that is too long for any batch has one of its own', () => {
  expect(planBatches([read(5), read(500)], { rows: 9, tokens: 100 }, 'left')).toEqual([[1], [0]]);
});

test('every call is in one batch, and every batch of several keeps to the limits', () => {
  const demand = fc.record({ promptTokens: fc.integer({ min: 1, max: 200 }), maxNewTokens: fc.nat(50) });
  const limits = fc.record({
    rows: fc.integer({ min: 1, max: 8 }),
    tokens: fc.integer({ min: 1, max: 900 }),
  });
  const padding = fc.constantFrom('left' as const, 'none' as const);
  fc.assert(
    fc.property(fc.array(demand), limits, padding, (demands, { rows, tokens }, how) => {
      const plan = planBatches(demands, { rows, tokens }, how);

      expect(plan.flat().sort((a, b) => a - b)).toEqual([...demands.keys()]);
      for (const batch of plan.filter(({ length }) => length > 1)) {
        const of = (key: 'promptTokens' | 'maxNewTokens') =>
          Math.max(...batch.map((at) => demands[at]?.[key] ?? 0));
        expect(batch.length).toBeLessThanOrEqual(rows);
        expect(batch.length * (of('promptTokens') + of('maxNewTokens'))).toBeLessThanOrEqual(tokens);
      }
    }),
  );
});
