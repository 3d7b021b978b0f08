import type { ReactNode } from 'react';

interface ScrollerProps {
  label: string;
  /** A long table scrolls in its box too, so that its head stays in sight. */
  isTall?: boolean;
  children: ReactNode;
}

/** What is wider than the page scrolls in a box of its own, by keyboard too. */
export function Scroller({ label, isTall = false, children }: ScrollerProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: without a mouse, focus is the only way to scroll it
    <section className="scroller" data-tall={isTall} aria-label={label} tabIndex={0}>
      {children}
    </section>
  );
}
