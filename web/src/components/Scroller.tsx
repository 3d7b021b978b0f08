import type { ReactNode } from 'react';

/** What is wider than the page scrolls in a box of its own, by keyboard too. */
export function Scroller({ label, children }: { label: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: without a mouse, focus is the only way to scroll it
    <section className="scroller" aria-label={label} tabIndex={0}>
      {children}
    </section>
  );
}
