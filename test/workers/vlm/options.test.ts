import { expect, test } from 'vitest';
import { readOptions } from '../../../src/workers/vlm/options.ts';
import { aCall, aChoice, aPicture, aVlm, DIGITS, parts, textsOf, tiny } from './tiny.ts';

const YES_NO = [
  { value: 1, spellings: ['yes', ' yes', 'Yes'] },
  { value: 0, spellings: ['no', ' no', 'No'] },
];

/** The whole distribution after a prompt, by the plainest arithmetic. */
function softmax(logits: Float32Array): number[] {
  const exponentials = [...logits].map((logit) => Math.exp(logit));
  const total = exponentials.reduce((sum, value) => sum + value, 0);
  return exponentials.map((value) => value / total);
}

test.each([
  ['decoder.onnx', DIGITS],
  ['decoder-f16.onnx', DIGITS],
  ['decoder-old.onnx', YES_NO],
])('probabilities of options by %s are a softmax of the uncached logits', async (decoder, options) => {
  const installed = tiny({}, { decoder });
  const { vocabulary, toPrompt, embedder, decoder: graph } = await parts(installed);
  const vlm = await aVlm(installed);
  const calls = ['Is it?', 'Are there two of them?', 'a'].map((text) => aChoice([text], options));

  const answers = await vlm.ask(calls);

  for (const [at, { probabilities, mass, error }] of answers.entries()) {
    const { ids } = toPrompt(calls[at] as (typeof calls)[number]);
    const embedded = await embedder.prompts([{ ids, features: [] }]);
    const [logits] = (await graph.forward({ ...embedded, cache: null }, false)).logits;
    const all = softmax(logits as Float32Array);
    const of = options.map(({ spellings }) =>
      spellings.reduce((sum, spelling) => sum + (all[vocabulary.encode(spelling)[0] as number] as number), 0),
    );
    const expectedMass = of.reduce((sum, value) => sum + value, 0);
    expect(error).toBeNull();
    expect(mass).toBeCloseTo(expectedMass, 5);
    expect(probabilities).toHaveLength(options.length);
    for (const [option, value] of of.entries()) {
      expect(probabilities?.[option]).toBeCloseTo(value / expectedMass, 5);
    }
    expect(probabilities?.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 10);
  }
});

test('one run of each graph answers a batch of calls with options', async () => {
  const vlm = await aVlm();

  await vlm.ask([
    aChoice(['a', aPicture(1)]),
    aChoice(['b', aPicture(1)]),
    aChoice(['How many?', aPicture(2)]),
  ]);

  expect(vlm.counters()).toMatchObject({ runs: 3, batches: 1, newTokens: 0 });
});

test('calls with and without options are answered together, in their order', async () => {
  const vlm = await aVlm();
  const calls = [aCall(['a'], 5), aChoice(['b'], YES_NO), aCall(['c'], 5), aChoice(['d'])];
  const alone = [];
  for (const call of calls) alone.push(...(await vlm.ask([call])));

  const together = await vlm.ask(calls);

  expect(textsOf(together)).toEqual(textsOf(alone));
  expect(together.map(({ probabilities }) => probabilities?.length ?? null)).toEqual([null, 2, null, 3]);
});

test('the text is the likeliest spelling, and tiny probabilities keep their ratio', () => {
  const logits = Float32Array.of(900, -100, -101, -102);
  const beginnings = new Map([
    [1, { option: 0, spelling: 'zero' }],
    [2, { option: 1, spelling: 'one' }],
    [3, { option: 1, spelling: 'One' }],
  ]);

  const { text, probabilities, mass } = readOptions(logits, beginnings, 2);

  const total = 1 + Math.exp(-1) + Math.exp(-2);
  expect(text).toBe('zero');
  expect(probabilities[0]).toBeCloseTo(1 / total, 10);
  expect(probabilities[1]).toBeCloseTo((Math.exp(-1) + Math.exp(-2)) / total, 10);
  expect(mass).toBe(0);
});

test('a token that begins two options counts for neither', async () => {
  const vlm = await aVlm();
  // " 1" and " 10" begin with the token " 1", "1" and "10" with "1"; "ten" begins with "t".
  const ten = { value: 10, spellings: ['10', ' 10', 'ten'] };
  const one = { value: 1, spellings: ['1', ' 1', 'one'] };

  const [shared, told] = await vlm.ask([
    aChoice(['a'], [one, ten]),
    aChoice(
      ['a'],
      [
        { ...one, spellings: ['one'] },
        { ...ten, spellings: ['ten'] },
      ],
    ),
  ]);

  expect(shared).toEqual(told);
});

test('options that no first token tells apart are an error that names one', async () => {
  const vlm = await aVlm();
  const options = [1, 10].map((value) => ({ value, spellings: [`${value}`] }));

  const [bad, good] = await vlm.ask([aChoice(['a'], options), aChoice(['a'])]);

  expect(bad).toEqual({
    text: null,
    probabilities: null,
    mass: null,
    error: 'The option 1 ("1") begins with the same token as another option',
  });
  expect(good?.error).toBeNull();
});

test('logits that are not numbers are an error, not an answer', () => {
  const beginnings = new Map([[0, { option: 0, spelling: '0' }]]);

  expect(() => readOptions(Float32Array.of(1, Number.NaN), beginnings, 1)).toThrow('are not finite');
});
