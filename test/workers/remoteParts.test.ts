import { describe, expect, test } from 'vitest';
import { openLimiter } from '../../src/workers/remote/limiter.ts';
import { optionMass } from '../../src/workers/remote/optionMass.ts';
import { retryAfter } from '../../src/workers/remote/request.ts';
import { apiUrl } from '../../src/workers/remote/server.ts';

const option = (value: number, ...spellings: string[]) => ({ value, spellings });
const likely = (tokens: Record<string, number>) =>
  Object.entries(tokens).map(([token, p]) => ({ token, logprob: Math.log(p) }));

describe('option probabilities', () => {
  const yesNo = [option(1, 'yes', 'Yes'), option(0, 'no', 'No')];

  test('are summed over spellings, blanks aside, and made to add up to 1', () => {
    const found = optionMass(yesNo, likely({ Yes: 0.3, ' yes': 0.2, no: 0.1, The: 0.4 }));

    expect(found?.probabilities[0]).toBeCloseTo(5 / 6);
    expect(found?.probabilities[1]).toBeCloseTo(1 / 6);
    expect(found?.mass).toBeCloseTo(0.6);
    expect(found?.likeliest).toBe('Yes');
  });

  test('take the beginning of a spelling for it where it begins no other', () => {
    const grades = [option(-1, '-1'), option(0, '0'), option(1, '1')];

    expect(optionMass(grades, likely({ '-': 0.5, '1': 0.5 }))?.probabilities).toEqual([0.5, 0, 0.5]);
    expect(optionMass([option(1, 'good'), option(0, 'gone')], likely({ go: 0.5 }))).toBeNull();
  });

  test('are none where no option is among the tokens', () => {
    expect(optionMass(yesNo, likely({ The: 0.9, ' ': 0.1 }))).toBeNull();
  });
});

describe('the number of requests at once', () => {
  const never = new AbortController().signal;

  test('doubles every round until it is cut, and by one a round from then on', () => {
    let now = 0;
    const limiter = openLimiter(128, () => now);
    const round = () => {
      for (let answers = limiter.limit; answers > 0; answers--) limiter.answered(now);
      return limiter.limit;
    };

    const before = [limiter.limit, round(), round(), round()];
    limiter.overloaded(now, 0);
    now = 1000;
    const after = [limiter.limit, round(), round()];

    expect(before).toEqual([32, 64, 128, 128]);
    expect(after).toEqual([64, 64, 65]);
  });

  test('halves once for all that was sent before, and grows again', async () => {
    let now = 0;
    const limiter = openLimiter(8, () => now);
    const seen: number[] = [limiter.limit];
    for (let round = 0; round < 100; round++) limiter.answered(now);
    seen.push(limiter.limit);

    now = 1000;
    limiter.overloaded(500, 0);
    limiter.overloaded(600, 0);
    limiter.overloaded(999, 0);
    seen.push(limiter.limit);
    now = 2000;
    limiter.overloaded(1500, 0);
    seen.push(limiter.limit);
    for (let round = 0; round < 100; round++) limiter.answered(now);
    seen.push(limiter.limit);

    expect(seen).toEqual([8, 8, 4, 2, 8]);
    expect(await limiter.run(async () => 'done', never)).toBe('done');
  });

  test('never falls below one', () => {
    const limiter = openLimiter(2);

    for (let at = 0; at < 10; at++) limiter.overloaded(Date.now() + at * 1000, 0);

    expect(limiter.limit).toBe(1);
  });

  test('falls when the latency rises well above the best', () => {
    let now = 0;
    const limiter = openLimiter(16, () => now);
    const answer = (ms: number) => {
      const startedAt = now;
      now += ms;
      limiter.answered(startedAt);
    };

    for (let at = 0; at < 40; at++) answer(200);
    const before = limiter.limit;
    for (let at = 0; at < 16; at++) answer(3000);

    expect(limiter.limit).toBeLessThanOrEqual(before / 2 + 1);
  });

  test('stays when a few answers take much longer than the others', () => {
    let now = 0;
    const limiter = openLimiter(16, () => now);
    for (let at = 0; at < 400; at++) {
      const startedAt = now;
      now += at % 3 === 0 ? 4000 : 300;
      limiter.answered(startedAt);
    }

    expect(limiter.limit).toBe(16);
  });

  test('one who gives up waiting leaves the place to the next', async () => {
    const limiter = openLimiter(1);
    const free = Promise.withResolvers<void>();
    const impatient = new AbortController();
    const first = limiter.run(() => free.promise, never);
    const second = limiter.run(async () => 'second', impatient.signal);
    const third = limiter.run(async () => 'third', never);

    impatient.abort(new Error('enough'));
    await expect(second).rejects.toThrow('enough');
    free.resolve();

    await first;
    expect(await third).toBe('third');
  });
});

test.each([
  ['2', 2000],
  ['0.5', 500],
  ['Thu, 01 Jan 1970 00:01:00 GMT', 59_000],
  ['Thu, 01 Jan 1970 00:00:00 GMT', 0],
  ['soon', null],
  ['', null],
  [null, null],
])('Retry-After %j is %j ms', (header, expected) => {
  expect(retryAfter(header, 1000)).toBe(expected);
});

test.each([
  ['http://gpu:8000', 'http://gpu:8000/v1'],
  ['http://gpu:8000/', 'http://gpu:8000/v1'],
  ['http://gpu:8000/v1', 'http://gpu:8000/v1'],
  ['http://gpu:8000/v1/', 'http://gpu:8000/v1'],
  ['https://host/openai/v1/chat/completions', 'https://host/openai/v1'],
])('%s is the server %s', (given, expected) => {
  expect(apiUrl(given)).toBe(expected);
});

test.each(['ftp://host', 'host:8000', 'http://user:secret@host', 'http://host?key=secret'])(
  '%s is no address of a server, and what is secret in it is not repeated',
  (given) => {
    expect(() => apiUrl(given)).toThrow(/^The (address of the )?judge server must (be|hold)(?!.*secret)/);
  },
);
