import type { AnswersSearch } from './search.ts';

interface OrderHeadProps {
  order: AnswersSearch['order'];
  onChange(order: AnswersSearch['order']): void;
}

const SCORES = {
  WORST_FIRST: { mark: '↑', said: 'worst first', next: 'BEST_FIRST' },
  BEST_FIRST: { mark: '↓', said: 'best first', next: 'WORST_FIRST' },
} as const;

/** What the list is ordered by: the questions, or the scores, and again to turn it around. */
export function OrderHead({ order, onChange }: OrderHeadProps) {
  const byScore = order && SCORES[order];
  return (
    <fieldset className="answers-order small">
      <legend className="unseen">Order</legend>
      <button
        type="button"
        className="plain"
        aria-pressed={order === undefined}
        onClick={() => onChange(undefined)}
      >
        Question
        {!byScore && (
          <span className="sort-mark" aria-hidden="true">
            ↑
          </span>
        )}
      </button>
      <button
        type="button"
        className="plain"
        aria-pressed={order !== undefined}
        onClick={() => onChange(byScore ? byScore.next : 'WORST_FIRST')}
      >
        Score{byScore && `, ${byScore.said}`}
        {byScore && (
          <span className="sort-mark" aria-hidden="true">
            {byScore.mark}
          </span>
        )}
      </button>
    </fieldset>
  );
}
