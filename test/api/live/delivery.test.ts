import { expect, test } from 'vitest';
import { deliver } from '../../../src/api/live/delivery.ts';
import { openListener } from '../../../src/api/live/listener.ts';
import type { EventRow } from '../../../src/store/tables/index.ts';

const event = (seq: number) => ({ seq }) as EventRow;

test('what waits for a client that is parted with is not answered', async () => {
  const { promise: caughtUp, resolve: catchUp } = Promise.withResolvers<void>();
  const { push, listener } = openListener({}, () => undefined);
  const answered: number[] = [];
  let isOpen = true;
  const delivery = deliver(listener, {
    answer: (one) => {
      answered.push((one as EventRow).seq);
      return 'answer';
    },
    write: () => caughtUp,
    isOpen: () => isOpen,
  });
  const delivered = delivery.next();
  for (let seq = 1; seq <= 100; seq++) push(event(seq));

  isOpen = false;
  catchUp();
  await delivered;

  expect(answered).toEqual([1]);
});
