import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import type { Book } from './book.ts';
import { countedText } from './counted.ts';
import { Row } from './Row.tsx';
import type { AnswerRow } from './useBook.ts';

const ROW_PX = 64;

interface ListProps {
  book: Book<AnswerRow>;
  total: number;
  /** Global id of the response that is open. */
  open: string | undefined;
  isOneOfMany: boolean;
  onOpen(response: string): void;
}

/** Only the rows in sight are in the page, however long the list; arrows move in it, Enter opens. */
export function List({ book, total, open, isOneOfMany, onOpen }: ListProps) {
  const box = useRef<HTMLDivElement>(null);
  const [active, activate] = useState(0);
  const virtualizer = useVirtualizer({
    count: total,
    getScrollElement: () => box.current,
    estimateSize: () => ROW_PX,
    overscan: 6,
  });
  const items = virtualizer.getVirtualItems();
  const [first, last] = [items[0]?.index ?? 0, items.at(-1)?.index ?? 0];
  useEffect(() => book.show(first, last), [book, first, last]);

  const openRow = (index: number) => {
    const row = book.rowAt(index);
    if (row) onOpen(row.response.id);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const pageful = Math.max(1, Math.floor((box.current?.clientHeight ?? ROW_PX) / ROW_PX) - 1);
    const to = target(event.key, active, pageful, total);
    if (event.key === 'Enter') openRow(active);
    else if (to === null) return;
    else {
      activate(to);
      virtualizer.scrollToIndex(to);
    }
    event.preventDefault();
  };
  return (
    <div
      ref={box}
      className="card answers-list"
      role="listbox"
      tabIndex={0}
      aria-label={countedText(book.answers() ?? total, total)}
      aria-activedescendant={items.some(({ index }) => index === active) ? `answer-${active}` : undefined}
      onKeyDown={onKeyDown}
    >
      <div role="presentation" style={{ height: virtualizer.getTotalSize(), position: 'relative' }}>
        {items.map(({ index, start }) => {
          const row = book.rowAt(index);
          return (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the list that has the focus takes the keys
            // biome-ignore lint/a11y/useFocusableInteractive: the list has the focus and says which row is active
            <div
              key={index}
              id={`answer-${index}`}
              className="answers-row"
              role="option"
              aria-selected={row !== undefined && row.response.id === open}
              aria-setsize={total}
              aria-posinset={index + 1}
              data-active={index === active}
              style={{ transform: `translateY(${start}px)` }}
              onClick={() => {
                activate(index);
                openRow(index);
              }}
            >
              <Row row={row} isOneOfMany={isOneOfMany} />
            </div>
          );
        })}
      </div>
    </div>
  );
}

function target(key: string, active: number, pageful: number, total: number): number | null {
  const moves: Record<string, number> = {
    ArrowDown: active + 1,
    ArrowUp: active - 1,
    PageDown: active + pageful,
    PageUp: active - pageful,
    Home: 0,
    End: total - 1,
  };
  const to = moves[key];
  return to === undefined ? null : Math.min(Math.max(to, 0), total - 1);
}
