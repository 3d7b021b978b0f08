import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openTurns } from '../../src/api/cost/turns.ts';

const never = new AbortController().signal;
const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('operations take turns', () => {
  test('what is cheap never waits, what is dear waits for what is dear', async () => {
    const turns = openTurns(1000);
    const end = await turns.take('a', 1000, never);
    let isBegun = false;
    const later = turns.take('b', 300, never).then((end) => {
      isBegun = true;
      return end;
    });

    await turns.take('c', 100, never);
    await settle();
    expect(isBegun).toBe(false);
    end();
    await later;
    expect(isBegun).toBe(true);
  });

  test('clients are served in turn, however much one of them asks for', async () => {
    const turns = openTurns(1000);
    const order: string[] = [];
    const ask = async (client: string, name: string) => {
      const end = await turns.take(client, 1000, never);
      order.push(name);
      end();
    };
    const first = await turns.take('x', 1000, never);
    const all = ['greedy 1', 'greedy 2', 'greedy 3', 'modest 1', 'third 1'].map((name) =>
      ask(name.split(' ')[0] as string, name),
    );
    first();
    await Promise.all(all);

    expect(order).toEqual(['greedy 1', 'modest 1', 'third 1', 'greedy 2', 'greedy 3']);
  });

  test('a client with a hundred waiting is told to come back; who leaves makes room', async () => {
    const turns = openTurns(1000);
    const end = await turns.take('a', 1000, never);
    const leaving = new AbortController();
    const waiting = Array.from({ length: 100 }, (_, at) =>
      turns
        .take('a', 900, at === 50 ? leaving.signal : never)
        .then((end) => end())
        .catch((error: Error) => error.message),
    );

    await expect(turns.take('a', 900, never)).rejects.toMatchObject({
      message: expect.stringContaining('100 of yours are waiting'),
      extensions: { code: 'BUSY', http: { status: 429 } },
    });
    leaving.abort(new Error('left'));
    expect(await waiting[50]).toBe('left');
    const another = turns.take('b', 900, never);
    end();
    (await another)();
  });

  test('never more runs at once than may, and everybody comes to run', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({ client: fc.constantFrom('a', 'b', 'c'), cost: fc.integer({ min: 1, max: 1500 }) }),
          {
            maxLength: 60,
          },
        ),
        async (asked) => {
          const turns = openTurns(1000);
          let [running, done] = [0, 0];
          await Promise.all(
            asked.map(async ({ client, cost }) => {
              const end = await turns.take(client, cost, never);
              const own = cost > 200 ? Math.min(cost, 1000) : 0;
              running += own;
              expect(running).toBeLessThanOrEqual(1000);
              await settle();
              running -= own;
              done++;
              end();
              end();
            }),
          );
          expect(done).toBe(asked.length);
        },
      ),
      { numRuns: 50 },
    );
  });
});
