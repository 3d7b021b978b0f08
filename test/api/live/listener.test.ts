import { expect, test } from 'vitest';
import { type ListenOptions, openListener } from '../../../src/api/live/listener.ts';
import type { EventRow } from '../../../src/store/tables/index.ts';
import { deferred } from '../../support/judging.ts';

const event = (seq: number) =>
  ({ seq, payload: { status: seq === 9 ? 'COMPLETED' : 'RUNNING' } }) as EventRow;
const events = (...seqs: number[]): EventRow[] => seqs.map(event);

/** A listener whose events are taken as they come, one after the other once `behind` has been called. */
function taking(options: ListenOptions = {}) {
  const { push, listener } = openListener(options, () => {});
  const taken: number[] = [];
  let room: PromiseWithResolvers<void> | null = null;
  const all = listener.each(({ seq }) => {
    taken.push(seq);
    return room?.promise ?? null;
  });
  return {
    push: (...seqs: number[]) => {
      for (const each of events(...seqs)) push(each);
    },
    ...{ listener, taken, all },
    behind: () => {
      room = deferred();
    },
    caughtUp: () => {
      const { resolve } = room ?? deferred<void>();
      room = null;
      resolve();
    },
  };
}

test('an event is taken the moment it comes', () => {
  const { push, taken } = taking();

  push(1, 2);

  expect(taken).toEqual([1, 2]);
});

test('while one is being taken the others wait, and follow in order, the last before the end', async () => {
  const { push, taken, all, behind, caughtUp } = taking({ isLast: ({ seq }) => seq === 9 });
  behind();
  push(1, 2, 9, 10);
  const meanwhile = [...taken];

  caughtUp();
  await all;

  expect(meanwhile).toEqual([1]);
  expect(taken).toEqual([1, 2, 9]);
});

test('more than may wait cut the listener off, though not those that are replayed', async () => {
  let overflows = 0;
  const { push, listener, taken, all, behind, caughtUp } = taking({
    limit: 2,
    onOverflow: () => overflows++,
  });
  behind();
  listener.replay(events(1, 2, 3, 4));
  push(5, 6);
  const before = overflows;

  push(7);
  caughtUp();
  await all;

  expect([before, overflows]).toEqual([0, 1]);
  expect(taken).toEqual([1]);
});

test('whoever fails to take one is told', async () => {
  const { push, listener } = openListener({}, () => {});
  const all = listener.each(() => {
    throw new Error('no');
  });

  push(event(1));

  await expect(all).rejects.toThrow('no');
});
