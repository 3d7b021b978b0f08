import type { ReactNode } from 'react';
import type { Choose, LeaderboardSearch, Sort } from './search.ts';

interface SortHeaderProps {
  search: LeaderboardSearch;
  choose: Choose;
  by: Sort;
  isNumber?: boolean;
  children: ReactNode;
}

/** The head of a column by which the table can be sorted, again to turn it around. */
export function SortHeader({ search, choose, by, isNumber = false, children }: SortHeaderProps) {
  const isSorted = (search.sort ?? 'rank') === by;
  const isDescending = search.descending ?? false;
  // Most people want the largest number first.
  const first = isNumber || undefined;
  const next = isSorted ? !isDescending || undefined : first;
  const order = isDescending ? 'descending' : 'ascending';
  return (
    <th
      scope="col"
      className={`${isNumber ? 'number ' : ''}board-${by}`}
      aria-sort={isSorted ? order : undefined}
    >
      <button
        type="button"
        className="plain"
        onClick={() => choose({ sort: by === 'rank' ? undefined : by, descending: next })}
      >
        {children}
        {isSorted && (
          <span className="sort-mark" aria-hidden="true">
            {isDescending ? '↓' : '↑'}
          </span>
        )}
      </button>
    </th>
  );
}
