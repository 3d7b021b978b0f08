import { expect, test } from 'vitest';
import type { ChatCall } from '../../../src/workers/chat.ts';
import { engineOf } from '../../../src/workers/vlm/engine.ts';
import { aCall, aPicture, aVlm, farthest, parts, textsOf, tiny } from './tiny.ts';

const DECODERS = ['decoder.onnx', 'decoder-f16.onnx', 'decoder-old.onnx'];

/** Long and short, with no, one and two pictures, of which one is shown twice. */
function mixedCalls(): ChatCall[] {
  const [first, second] = [aPicture(1), aPicture(2, 28, 90)];
  const words = ['Is it so?', 'a', 'How many of them, and why do you say 12?', 'x y z'];
  return words.flatMap((text, at) => [
    aCall([text], 6 + at),
    aCall([text, first], 20 - at),
    aCall(['Before: ', first, ' after: ', second, text], 15),
  ]);
}

test.each(DECODERS)('%s writes the same in batches as one call at a time', async (decoder) => {
  const vlm = await aVlm(tiny({}, { decoder }));
  const calls = mixedCalls();
  const alone: (string | null)[] = [];
  for (const call of calls) alone.push(...textsOf(await vlm.ask([call])));

  const together = textsOf(await vlm.ask(calls));

  expect(together).toEqual(alone);
  expect(new Set(together).size).toBe(calls.length);
  expect(together).not.toContain(null);
});

test.each([{ rows: 2 }, { rows: 5 }, { tokens: 150 }, { bytes: 100_000 }])(
  'batches of at most %j say the same',
  async (limits) => {
    const calls = mixedCalls();
    const roomy = await aVlm();
    const tight = await aVlm(tiny(), limits);

    const expected = textsOf(await roomy.ask(calls));
    const found = textsOf(await tight.ask(calls));

    expect(found).toEqual(expected);
    expect(tight.counters().batches).toBeGreaterThan(roomy.counters().batches);
    expect(tight.memory().peakBytes).toBeLessThan(roomy.memory().peakBytes);
  },
);

test('features are forgotten rather than held without bound, and made again', async () => {
  const calls = mixedCalls();
  const limits = { rows: 1 };
  const roomy = await aVlm(tiny(), limits);
  const tight = await aVlm(tiny(), { ...limits, featureBytes: 0 });

  expect(textsOf(await tight.ask(calls))).toEqual(textsOf(await roomy.ask(calls)));
  expect(roomy.counters().pictures).toBe(2);
  expect(tight.counters().pictures).toBeGreaterThan(2);
});

test('an export that must not be padded says the same, in batches of one length', async () => {
  const calls = mixedCalls();

  const padded = await aVlm();
  const unpadded = await aVlm(tiny({ decoder: { padding: 'none' } }));

  expect(textsOf(await unpadded.ask(calls))).toEqual(textsOf(await padded.ask(calls)));
  expect(unpadded.counters().batches).toBeGreaterThan(padded.counters().batches);
});

test.each([
  ['decoder.onnx', 1e-3],
  ['decoder-old.onnx', 1e-3],
  // A cache in half precision keeps 11 bits of what goes through it.
  ['decoder-f16.onnx', 0.02],
])('cached logits of %s are the uncached ones within %d', async (decoder, tolerance) => {
  const { embedder, decoder: graph } = await parts(tiny({}, { decoder }));
  const ids = [9, 14, 23, 60, 77, 80, 31, 15, 98, 44, 52, 12];
  const sequence = (length: number) => [{ ids: ids.slice(0, length), features: [] }];

  let { logits, cache } = await graph.forward(
    { ...(await embedder.prompts(sequence(4))), cache: null },
    true,
  );
  let difference = 0;
  for (let length = 5; length <= ids.length; length++) {
    const embeds = await embedder.tokens([ids[length - 1] as number]);
    ({ logits, cache } = await graph.forward({ embeds, paddings: [0], cache }, true));
    const uncached = await graph.forward(
      { ...(await embedder.prompts(sequence(length))), cache: null },
      false,
    );
    difference = Math.max(difference, farthest(logits[0], uncached.logits[0]));
  }

  expect(difference).toBeLessThan(tolerance);
});

test.each(DECODERS)('padding in front changes no logits of %s', async (decoder) => {
  const { embedder, decoder: graph } = await parts(tiny({}, { decoder }));
  const short = { ids: [14, 23, 60], features: [] };
  const long = { ids: [9, 14, 23, 60, 77, 80, 31, 15, 98], features: [] };

  const alone = await graph.forward({ ...(await embedder.prompts([short])), cache: null }, false);
  const padded = await graph.forward({ ...(await embedder.prompts([long, short])), cache: null }, false);

  expect(farthest(alone.logits[0], padded.logits[1])).toBeLessThan(1e-4);
  expect(farthest(alone.logits[0], padded.logits[0])).toBeGreaterThan(0.1);
});

test('finished rows leave the batch once a quarter of it is done, and no step is made after the last', async () => {
  const model = await parts(tiny());
  const rows: number[] = [];
  const engine = engineOf({
    ...model,
    decoder: {
      ...model.decoder,
      forward: (batch, keepsCache) => {
        rows.push(batch.paddings.length);
        return model.decoder.forward(batch, keepsCache);
      },
    },
    stop: new Set(),
  });
  const sequences = [1, 2, 3, 4].map((seed) => ({ ids: [9 + seed, 20, 30 + seed], features: [] }));

  const written = await engine.write(sequences, [1, 4, 2, 4]);

  expect(written.map(({ length }) => length)).toEqual([1, 4, 2, 4]);
  expect(rows).toEqual([4, 3, 2, 2]);
});

test('a stop token ends an answer and is not part of it', async () => {
  const call = aCall(['Is it so?', aPicture(3)], 30);
  const [whole] = textsOf(await (await aVlm()).ask([call]));
  const letter = (whole as string)[4] as string;

  const stopped = await aVlm(tiny({ text: { stop: [letter, '<|end|>'] } }));
  const [answer] = textsOf(await stopped.ask([call]));

  expect(answer).toBe((whole as string).slice(0, (whole as string).indexOf(letter)).trim());
});

test('an ask that is cancelled in the middle of writing throws the reason and keeps no picture', async () => {
  const vlm = await aVlm(tiny({ text: { stop: ['<s>'] } }));
  const stop = new AbortController();

  const calls = ['a', 'b', 'c', 'd', 'e', 'f'].map((text) => aCall([text, aPicture(1)], 5000));
  const asking = vlm.ask(calls, stop.signal);
  setTimeout(() => stop.abort(new Error('enough')), 20);

  await expect(asking).rejects.toThrow('enough');
  expect(vlm.counters()).toMatchObject({ featureBytes: 0, calls: 0 });
});

test('counters say what was done', async () => {
  const vlm = await aVlm();
  const picture = aPicture(1);

  await vlm.ask([aCall(['a', picture], 3), aCall(['b', picture], 3), aCall(['', picture, aPicture(2)], 3)]);

  // 2:1 pictures are two tiles and a thumbnail.
  expect(vlm.counters()).toMatchObject({
    calls: 3,
    failed: 0,
    batches: 1,
    pictures: 2,
    tiles: 6,
    featureBytes: 0,
  });
  const { promptTokens, newTokens, runs, runSeconds } = vlm.counters();
  // Each prompt: <s> <|user|> <|end|> <|assistant|>, its letter, and 14 for every picture.
  expect(promptTokens).toBe(4 * 3 + 2 + 14 * 4);
  expect(newTokens).toBeLessThanOrEqual(9);
  // The encoder and the two graphs of the prompts, then two graphs for each further token.
  expect(runs).toBeLessThanOrEqual(1 + 2 * 3);
  expect(runSeconds).toBeGreaterThan(0);
});
