import { describe, expect, test } from 'vitest';
import { openLimiter } from '../../src/workers/remote/limiter.ts';
import { isServed, listOf } from '../../src/workers/remote/names.ts';
import { optionMass } from '../../src/workers/remote/optionMass.ts';
import { apiUrls } from '../../src/workers/remote/server.ts';
import { askedWait, retryAfter } from '../../src/workers/remote/waits.ts';

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

  test('know full-width digits and the sign of mathematics', () => {
    const grades = [option(-1, '-1'), option(3, '3'), option(4, '4')];

    expect(optionMass(grades, likely({ '４': 0.5, '３': 0.25, '\u22121': 0.25 }))).toMatchObject({
      likeliest: '4',
      probabilities: [0.25, 0.25, 0.5],
    });
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

    now = 1_000_000;
    expect(seen).toEqual([8, 8, 4, 2, 8]);
    expect(await limiter.run(async () => 'done', never)).toBe('done');
  });

  test('waits together, longer each time that nobody says how long, until an answer comes', async () => {
    const clock = openLimiter(1, () => performance.now(), 20);
    const pauses: number[] = [];
    for (let time = 0; time < 3; time++) {
      const at = performance.now();
      clock.overloaded(at, null);
      // What was sent together with it makes the wait no longer.
      clock.overloaded(at - 1, null);
      await clock.run(async () => undefined, never);
      pauses.push(performance.now() - at);
    }
    clock.answered(performance.now());
    const at = performance.now();
    clock.overloaded(at, null);
    await clock.run(async () => undefined, never);
    pauses.push(performance.now() - at);

    // At most a quarter more, and what a busy machine adds.
    expect(pauses.map((pause) => Math.floor(Math.log2(pause / 19)))).toEqual([0, 1, 2, 0]);
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
  [{ 'retry-after': '7', 'x-ratelimit-reset': '90' }, {}, 7000],
  [{ 'retry-after-ms': '250', 'retry-after': '1' }, {}, 250],
  [{ 'x-ratelimit-reset-requests': '1s', 'x-ratelimit-reset-tokens': '6m0s' }, {}, 1000],
  [
    {
      'x-ratelimit-reset-requests': '1s',
      'x-ratelimit-remaining-requests': '59',
      'x-ratelimit-reset-tokens': '2m59.5s',
      'x-ratelimit-remaining-tokens': '0',
    },
    {},
    179_500,
  ],
  [{ 'x-ratelimit-reset-requests': '20ms' }, {}, 20],
  [{ 'x-ratelimit-reset': '1700000012' }, {}, 12_000],
  [{ 'x-ratelimit-reset': '1700000012000' }, {}, 12_000],
  [{ 'ratelimit-reset': '5' }, {}, 5000],
  [{ 'anthropic-ratelimit-requests-reset': '2023-11-14T22:13:30Z' }, {}, 10_000],
  [{}, { words: 'Rate limit reached. Please try again in 1m26.4s. Visit our page' }, 86_400],
  [{}, { words: 'Please retry in 26.5s.' }, 26_500],
  [{}, { words: 'Please retry after 20 seconds.' }, 20_000],
  [{}, { retryDelay: '26s' }, 26_000],
  [{}, { words: 'Rate limit reached for requests' }, null],
  [{ 'x-ratelimit-reset': 'soon' }, {}, null],
] as [Record<string, string>, object, number | null][])(
  'headers %j and words %j ask for a wait of %j ms',
  (headers, said, expected) => {
    const wait = askedWait(new Headers(headers), { words: '', retryDelay: null, ...said }, 1_700_000_000_000);

    expect(wait === null ? null : Math.round(wait)).toBe(expected);
  },
);

test.each([
  ['http://gpu:8000', ['http://gpu:8000/v1', 'http://gpu:8000']],
  ['http://gpu:8000/', ['http://gpu:8000/v1', 'http://gpu:8000']],
  ['http://gpu:8000/v1', ['http://gpu:8000/v1']],
  ['http://gpu:8000/v1/', ['http://gpu:8000/v1']],
  ['http://host/api', ['http://host/api/v1', 'http://host/api']],
  ['https://host/openai/v1/chat/completions', ['https://host/openai/v1']],
  ['https://host/inference/chat/completions/', ['https://host/inference']],
  ['https://host/v1beta/openai/', ['https://host/v1beta/openai']],
  ['https://host/api/paas/v4', ['https://host/api/paas/v4']],
  ['https://host/v1/account/gateway/openai', ['https://host/v1/account/gateway/openai']],
  [
    'https://x.openai.azure.com/openai/deployments/d?api-version=2024-06-01',
    ['https://x.openai.azure.com/openai/deployments/d?api-version=2024-06-01'],
  ],
  [
    'https://x/openai/deployments/d/chat/completions?api-version=2024-06-01&a=b',
    ['https://x/openai/deployments/d?api-version=2024-06-01&a=b'],
  ],
])('the API of %s is looked for at %j', (given, expected) => {
  expect(apiUrls(given)).toEqual(expected);
});

test.each([
  'ftp://host',
  'host:8000',
  'http://user:secret@host',
  'http://host?key=secret',
  'http://host/v1?api-version=1&subscription-key=secret',
  'http://host/v1?access_token=secret',
])('%s is no address of a server, and what is secret in it is not repeated', (given) => {
  expect(() => apiUrls(given)).toThrow(/^The (address of the )?judge server must (be|hold)(?!.*secret)/);
});

describe('the models that a server lists', () => {
  test.each([
    ['judge', ['judge'], true],
    ['llava', ['llava:latest'], true],
    ['llava:latest', ['llava'], true],
    ['llava:13b', ['llava:latest'], false],
    ['gemini-2.0-flash', ['models/gemini-2.0-flash'], true],
    ['models/gemini-2.0-flash', ['gemini-2.0-flash'], true],
    ['openai/gpt-4o', ['openai/*'], true],
    ['openai/gpt-4o', ['anthropic/*'], false],
    ['anything', ['*'], true],
    ['org/model:free', ['org/model'], true],
    ['claude-sonnet-latest', ['claude-sonnet-20250101'], true],
    ['claude-sonnet', ['claude-sonnet-20250101'], false],
    ['a.c', ['abc', 'a*d'], false],
    ['other', ['judge'], false],
  ])('%s among %j: %j', (wanted, listed, expected) => {
    expect(isServed(wanted, listed)).toBe(expected);
  });

  test('are not all told where there are many, and the nearest first', () => {
    const many = Array.from({ length: 340 }, (_, index) => `vendor-${index}/model-with-a-long-name-${index}`);

    const list = listOf([...many, 'qwen/qwen2.5-vl'], 'qwen2.5-vl');

    expect(list).toMatch(/^qwen\/qwen2.5-vl, vendor-.* and 333 more$/);
    expect(list.length).toBeLessThan(800);
  });
});
