import { type Benchmark, sliceOptions } from '../choosing/slices.ts';
import { EmptyState } from '../components/EmptyState.tsx';
import type { Choose } from './search.ts';

/** Scales that differ make no mean; each category has one. */
export function NoOneNumber({ benchmark, choose }: { benchmark: Benchmark; choose: Choose }) {
  return (
    <EmptyState title={`${benchmark.name} must not be one number`}>
      Its categories have scales of their own. Rank by one of them:{' '}
      <span className="actions actions-inline">
        {sliceOptions(benchmark, 'CATEGORY', {}).map(({ value, label }) => (
          <button key={value} type="button" onClick={() => choose({ category: value })}>
            {label}
          </button>
        ))}
      </span>
    </EmptyState>
  );
}
