import { describe, expect, test as pure } from 'vitest';
import { openAudience } from '../../../src/api/live/audience.ts';
import { openPace } from '../../../src/api/live/pace.ts';
import { readConfig } from '../../../src/core/config.ts';
import { installDemo } from '../../support/builders.ts';
import { test } from '../../support/fixtures.ts';
import { connect, untilListening } from '../../support/live.ts';

const limited = test.extend({
  config: async ({ config }, use) =>
    use({ ...config, limits: { ...config.limits, sockets: 3, subscriptions: 2, limitsLoopback: true } }),
});

const CHANGES = (alias: string) =>
  `subscription { ${alias}: leaderboardChanged(benchmark: "geneval-demo") { cursor } }`;

describe('a client', () => {
  limited(
    'has so many connections; one more is closed in words, and comes in when another has left',
    async ({ api }) => {
      const open = [connect(api), connect(api), connect(api)];
      await Promise.all(open.map(({ socket }) => socket));

      expect(await connect(api).closed).toBe(1013);
      await open[0]?.end();
      await open[0]?.closed;
      const next = connect(api);
      expect((await next.socket).readyState).toBe(1);
      await Promise.all([...open, next].map((one) => one.end()));
    },
  );

  limited(
    'watches so many different things, over all its connections; alike ones count once',
    async ({ api, client }) => {
      await installDemo(client);
      const [one, other] = [connect(api), connect(api)];
      const watching = ['a', 'b', 'a', 'b', 'a'].map((alias, at) => {
        const iterator = (at % 2 === 0 ? one : other).iterate(CHANGES(alias));
        return { iterator, next: iterator.next() };
      });
      await untilListening(api, 5);
      const refused = async () => {
        try {
          await other.iterate(CHANGES('c')).next();
          return null;
        } catch (errors) {
          return errors as { message: string; extensions: { code: string } }[];
        }
      };

      expect(await refused()).toMatchObject([
        {
          message: expect.stringContaining('You watch 2 different things'),
          extensions: { code: 'TOO_MANY_SUBSCRIPTIONS' },
        },
      ]);
      await watching[1]?.iterator.return?.();
      await watching[3]?.iterator.return?.();
      await untilListening(api, 3);
      const third = other.iterate(CHANGES('c'));
      const next = third.next();
      await untilListening(api, 4);
      await one.end();
      await other.end();
      await Promise.allSettled([next, ...watching.map(({ next }) => next)]);
    },
  );

  pure('on this machine is held to what everybody is, and leaves nothing behind', () => {
    const audience = openAudience(readConfig({}).limits);
    const all = Array.from({ length: 1000 }, (_, at) => audience.watch('::1', String(at)));
    const own = Array.from({ length: 200 }, (_, at) => audience.watch('10.0.0.1', String(at)));

    expect([...all, ...own].filter((one) => typeof one === 'string')).toEqual([]);
    expect(audience.watch('::1', 'another')).toMatch(/1000 different subscriptions/);
    expect(audience.watch('10.0.0.1', '999')).toMatch(/You watch 200 different things/);
    expect(audience.watch('::1', '5')).toBeTypeOf('function');
    for (const leave of [...all, ...own]) if (typeof leave === 'function') leave();
    expect(audience.watch('10.0.0.1', 'another')).toBeTypeOf('function');
  });
});

pure('many different answers to one event let everything else have its turn in between', async () => {
  const pace = openPace();
  const busy = (ms: number) => {
    const start = performance.now();
    while (performance.now() - start < ms);
  };
  let [longest, last, done] = [0, performance.now(), 0];
  const look = () => {
    longest = Math.max(longest, performance.now() - last);
    last = performance.now();
    if (done < 60) setImmediate(look);
  };
  setImmediate(look);

  const answers = Array.from({ length: 60 }, (_, at) =>
    pace(() => {
      busy(5);
      done++;
      return at % 2 === 0 ? at : Promise.resolve(at);
    }),
  );

  expect(answers[0]).toBe(0);
  expect(await Promise.all(answers)).toEqual(Array.from({ length: 60 }, (_, at) => at));
  // A fraction of the 300 ms that all of them take.
  expect(longest).toBeLessThan(150);
  await expect(Promise.resolve().then(() => pace(() => Promise.reject(new Error('no'))))).rejects.toThrow(
    'no',
  );
});
