import type { Row } from './rows.ts';
import type { Choose } from './search.ts';

interface PinButtonProps {
  row: Row;
  isPinned: boolean;
  choose: Choose;
}

/** Makes a row the one that the others are compared with. */
export function PinButton({ row, isPinned, choose }: PinButtonProps) {
  const name = [row.model, row.settings].filter(Boolean).join(', ');
  return (
    <button
      type="button"
      className="pin"
      aria-pressed={isPinned}
      title={isPinned ? 'No longer the baseline' : 'Show differences from this model'}
      onClick={() => choose({ baseline: isPinned ? undefined : row.id })}
    >
      <svg aria-hidden="true" viewBox="0 0 16 16" width="14" height="14">
        <path d="M5 2h6v1l-1 1v4l2 2v1H8.6v3.5L8 15l-.6-.5V11H4v-1l2-2V4L5 3z" />
      </svg>
      <span className="unseen">Baseline: {name}</span>
    </button>
  );
}
