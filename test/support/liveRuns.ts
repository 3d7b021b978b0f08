import type { Page } from 'playwright-core';
import { deferred, scripted } from './judging.ts';

/** A judge that waits before every shard until it is let go on: a run that stands still while it is looked at. */
export function gated(revision: string, says?: Parameters<typeof scripted>[1]) {
  const judge = scripted(revision, says);
  let gate = deferred();
  let isOpen = false;
  return {
    scorer: {
      ...judge,
      async infer(content: Parameters<typeof judge.infer>[0]) {
        await gate.promise;
        if (!isOpen) gate = deferred();
        return judge.infer(content);
      },
    },
    /** Lets one shard through. */
    step: () => gate.resolve(),
    /** Lets all that are left through. */
    open() {
      isOpen = true;
      gate.resolve();
    },
  };
}

/** Numbers of the progress events that reach a page, over however many connections. */
export function seqsSeen(page: Page): number[] {
  const seen: number[] = [];
  page.on('websocket', (socket) => {
    socket.on('framereceived', ({ payload }) => {
      const seq = /"evaluationProgress":\{[^{]*"seq":(\d+)/.exec(String(payload))?.[1];
      if (seq) seen.push(Number(seq));
    });
  });
  return seen;
}

/** How far what is in sight has moved without anybody's doing, as Chromium counts it: 0 is not at all. */
export async function watchShifts(page: Page): Promise<() => Promise<number>> {
  await page.evaluate(`{
    window.shifted = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) window.shifted += entry.value;
    }).observe({ type: 'layout-shift' });
  }`);
  return () => page.evaluate<number>('window.shifted');
}
