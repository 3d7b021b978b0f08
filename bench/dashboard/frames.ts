import type { Page } from 'playwright-core';

/** What a page does while a long list goes by. */
export interface Scrolling {
  /** From one frame to the next, in milliseconds. */
  frameMs: number[];
  /** Pixels that went by. */
  pixels: number;
  /** Frames in which a place in sight was still empty. */
  emptyFrames: number;
}

/** Scrolls a list evenly, as a wheel that is held does, and notes when each frame comes. */
export async function scrollSteadily(
  page: Page,
  { seconds, pixelsPerSecond }: { seconds: number; pixelsPerSecond: number },
): Promise<Scrolling> {
  return page.evaluate<Scrolling>(`new Promise((resolve) => {
    const list = document.querySelector('[role=listbox]');
    const from = list.scrollTop;
    const frameMs = [];
    let emptyFrames = 0;
    let start, last;
    const frame = (now) => {
      start ??= now;
      if (last !== undefined) {
        frameMs.push(now - last);
        if (list.querySelector('.answers-coming')) emptyFrames++;
      }
      last = now;
      if (now - start > ${seconds * 1000}) return resolve({ frameMs, emptyFrames, pixels: list.scrollTop - from });
      list.scrollTop = from + ((now - start) / 1000) * ${pixelsPerSecond};
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  })`);
}

/** Goes to a place of the list at once: the time until every row there is in sight. */
export async function jumpTo(page: Page, share: number): Promise<number> {
  return page.evaluate<number>(`new Promise((resolve) => {
    const list = document.querySelector('[role=listbox]');
    const start = performance.now();
    list.scrollTop = (list.scrollHeight - list.clientHeight) * ${share};
    const look = () => {
      const rows = [...list.querySelectorAll('.answers-row')];
      const top = list.getBoundingClientRect().top;
      const isThere = rows.some((row) => Math.abs(row.getBoundingClientRect().top - top) < 64);
      if (isThere && !list.querySelector('.answers-coming')) return resolve(performance.now() - start);
      requestAnimationFrame(look);
    };
    requestAnimationFrame(() => requestAnimationFrame(look));
  })`);
}
