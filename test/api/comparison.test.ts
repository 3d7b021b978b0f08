import { describe, expect } from 'vitest';
import type { Client } from '../../src/cli/client/client.ts';
import { externalId, installDemo, refusal } from '../support/builders.ts';
import { test } from '../support/fixtures.ts';
import { addQuestions, aTextRun, type ImportedScore, importEvaluation } from '../support/imported.ts';

/** Ten questions of each of the demo's six tasks, in their order. */
const QUESTIONS = Array.from({ length: 60 }, (_, at) => externalId(at));

const JUDGE = { name: 'judge', criteria: ['correct'] };

type Says = (question: number, sample: number) => number | null;

/** An evaluation of a demo run; null is an answer that could not be read. */
async function demo(
  client: Client,
  model: string,
  says: Says,
  options: { samples?: number; questions?: number; run?: string; manifest?: Record<string, unknown> } = {},
): Promise<{ run: string; evaluation: string }> {
  const { samples = 1, questions = 60, manifest = {} } = options;
  await installDemo(client);
  const asked = QUESTIONS.slice(0, questions);
  const run =
    options.run ?? (await aTextRun(client, { benchmark: 'geneval-demo', model, questions: asked, samples }));
  const scores = asked.flatMap((question, at) =>
    Array.from({ length: samples }, (_, sampleIndex): ImportedScore => {
      const value = says(at, sampleIndex);
      const said = value === null ? { outcome: 'UNPARSEABLE' } : { value };
      return { question, sampleIndex, criterion: 'correct', ...said };
    }),
  );
  const evaluation = await importEvaluation(client, run, { ...JUDGE, manifest }, { scores });
  return { run, evaluation };
}

const COMPARE = `query ($evaluations: [ID!]!, $baseline: ID, $category: String, $criterion: String, $mode: Mode,
  $by: Level = CATEGORY, $test: PairedTest, $seed: Int, $allowDifferentJudges: Boolean) {
  compare(evaluations: $evaluations, baseline: $baseline, category: $category, criterion: $criterion, mode: $mode,
    by: $by, test: $test, seed: $seed, allowDifferentJudges: $allowDifferentJudges) {
    benchmark { slug } criterion baseline { id }
    nodes {
      evaluation { id } whole { ...Numbers }
      slices { slice { slug } difference { ...Numbers } }
      largestDifferences(first: 3) { question { externalId } baselineValue value difference
        baselineResponses { sampleIndex run { model { name } } } responses { sampleIndex run { model { name } } } }
      agreement { n same onlyOne kappa pearson spearman }
    } } }
  fragment Numbers on PairedDifference { n onlyBaseline onlyEvaluation baselineMean mean difference low high
    bootstrap { low high } wins ties losses test pValue adjustedPValue smallestDetectable }`;

interface Numbers {
  n: number;
  onlyBaseline: number;
  onlyEvaluation: number;
  baselineMean: number | null;
  mean: number | null;
  difference: number | null;
  low: number | null;
  high: number | null;
  bootstrap: { low: number; high: number } | null;
  wins: number;
  ties: number;
  losses: number;
  test: string | null;
  pValue: number | null;
  adjustedPValue: number | null;
  smallestDetectable: number | null;
}

interface Node {
  evaluation: { id: string };
  whole: Numbers | null;
  slices: { slice: { slug: string }; difference: Numbers }[];
  largestDifferences: {
    question: { externalId: string };
    baselineValue: number;
    value: number;
    difference: number;
  }[];
  agreement: { n: number; same: number; onlyOne: number; kappa: number; pearson: number } | null;
}

async function compare(client: Client, evaluations: readonly string[], options: object = {}) {
  const { compare: found } = await client.query<{ compare: { baseline: { id: string }; nodes: Node[] } }>(
    COMPARE,
    {
      evaluations,
      ...options,
    },
  );
  return { ...found, node: found.nodes[0] as Node };
}

const even: Says = (question) => question % 2;

test('one yes-or-no answer a question is tested by McNemar in each category, and weighed over categories', async ({
  client,
}) => {
  const base = await demo(client, 'base', even);
  // Better on four questions of the first task, worse on one of the second.
  const other = await demo(client, 'other', (question) =>
    question < 8 ? 1 : question === 11 ? 0 : question % 2,
  );

  const { node, baseline } = await compare(client, [base.evaluation, other.evaluation]);

  expect(baseline.id).toBe(base.evaluation);
  expect(node.whole).toMatchObject({
    n: 60,
    wins: 4,
    ties: 55,
    losses: 1,
    test: 'PAIRED_T',
    baselineMean: 0.5,
  });
  expect(node.whole?.difference).toBeCloseTo((0.4 - 0.1) / 6, 12);
  expect(node.slices.map(({ slice }) => slice.slug)).toEqual([
    'single_object',
    'two_object',
    'counting',
    'colors',
    'position',
    'color_attr',
  ]);
  expect(node.slices[0]?.difference).toMatchObject({
    n: 10,
    wins: 4,
    losses: 0,
    test: 'MCNEMAR',
    pValue: 0.125,
  });
  expect(node.slices[2]?.difference).toMatchObject({ difference: 0, ties: 10, pValue: 1, low: null });
  expect(node.agreement).toBeNull();
});

test('a question counts once with the mean of its samples', async ({ client }) => {
  const base = await demo(client, 'base', (_, sample) => Number(sample === 0), { samples: 4 });
  const other = await demo(client, 'other', (question, sample) => Number(sample < (question === 0 ? 4 : 1)), {
    samples: 4,
  });

  const { node } = await compare(client, [base.evaluation, other.evaluation]);

  expect(node.whole).toMatchObject({ n: 60, wins: 1, ties: 59, test: 'PAIRED_T' });
  expect(node.slices[0]?.difference.difference).toBeCloseTo(0.075, 12);
  expect(node.largestDifferences).toMatchObject([
    {
      question: { externalId: '00000' },
      baselineValue: 0.25,
      value: 1,
      difference: 0.75,
      baselineResponses: [0, 1, 2, 3].map((sampleIndex) => ({
        sampleIndex,
        run: { model: { name: 'base' } },
      })),
      responses: [0, 1, 2, 3].map((sampleIndex) => ({ sampleIndex, run: { model: { name: 'other' } } })),
    },
  ]);
});

test('only questions that both answered are compared, and the others are counted', async ({ client }) => {
  const base = await demo(client, 'base', (question) => (question === 3 ? null : 1));
  const other = await demo(client, 'other', () => 0, { questions: 20 });

  const { node } = await compare(client, [base.evaluation, other.evaluation]);

  expect(node.whole).toMatchObject({ n: 19, onlyBaseline: 40, onlyEvaluation: 1, losses: 19 });
  expect(node.slices[0]?.difference).toMatchObject({ n: 9, onlyBaseline: 0, onlyEvaluation: 1 });
  expect(node.slices[5]?.difference).toMatchObject({
    n: 0,
    onlyBaseline: 10,
    difference: null,
    pValue: null,
  });
});

test('whichever is the baseline, the difference is the same but for its sign', async ({ client }) => {
  const base = await demo(client, 'base', even);
  const other = await demo(client, 'other', (question) => Number(question % 3 > 0));
  const ids = [base.evaluation, other.evaluation];

  const there = (await compare(client, ids)).node;
  const back = (await compare(client, ids, { baseline: other.evaluation })).node;

  expect(back.evaluation.id).toBe(base.evaluation);
  expect(back.whole).toEqual(opposite(there.whole));
  expect(back.slices.map(({ difference }) => difference)).toEqual(
    there.slices.map(({ difference }) => opposite(difference)),
  );
});

/** The same comparison with the two exchanged. */
function opposite(there: Numbers | null) {
  if (!there) return null;
  const { baselineMean, mean, difference, low, high, bootstrap, wins, losses } = there;
  const turned = (value: number | null) => (value === null ? null : 0 - value);
  return {
    ...{ ...there, baselineMean: mean, mean: baselineMean, difference: turned(difference) },
    ...{ low: turned(high), high: turned(low), wins: losses, losses: wins },
    bootstrap: bootstrap && { low: 0 - bootstrap.high, high: 0 - bootstrap.low },
  };
}

test('samples that add up to the same in another order are ties, and no question differs', async ({
  client,
}) => {
  const samples = [0.1, 0.2, 0.3];
  const base = await demo(client, 'base', (_, sample) => samples[sample] ?? 0, { samples: 3, questions: 10 });
  const turned = [...samples].reverse();
  const other = await demo(client, 'other', (_, sample) => turned[sample] ?? 0, {
    samples: 3,
    questions: 10,
  });

  const { node } = await compare(client, [base.evaluation, other.evaluation]);

  expect(node.whole).toMatchObject({ wins: 0, ties: 10, losses: 0, difference: 0, pValue: 1, test: 'SIGN' });
  expect(node.largestDifferences).toEqual([]);
});

test('the same step on two questions is no certainty', async ({ client }) => {
  const base = await demo(client, 'base', (question) => [0.2, 0.7][question] ?? null, { questions: 2 });
  const other = await demo(client, 'other', (question) => [0.3, 0.8][question] ?? null, { questions: 2 });

  const { node } = await compare(client, [base.evaluation, other.evaluation]);

  expect(node.whole).toMatchObject({ n: 2, low: null, high: null, test: 'SIGN', pValue: 0.5 });
});

test('the same seed gives the same interval, another seed nearly so', async ({ client }) => {
  const base = await demo(client, 'base', even);
  const other = await demo(client, 'other', (question) => Number(question % 5 > 0));
  const ids = [base.evaluation, other.evaluation];

  const [first, again, another] = await Promise.all(
    [1, 1, 2].map((seed) => compare(client, ids, { seed })),
  ).then((all) => all.map(({ node }) => node.whole?.bootstrap));

  expect(again).toEqual(first);
  expect(another?.low).toBeCloseTo(first?.low ?? 0, 1);
});

test("Holm's correction goes over all evaluations and slices shown", async ({ client }) => {
  const base = await demo(client, 'base', even);
  const others = await Promise.all(
    [3, 4].map((by) => demo(client, `other-${by}`, (question) => Number(question % by > 0))),
  );
  const ids = [base.evaluation, ...others.map(({ evaluation }) => evaluation)];

  const wide = await compare(client, ids);
  const narrow = await compare(client, ids.slice(0, 2), { by: null });

  const shown = wide.nodes.flatMap(({ whole, slices }) => [
    whole,
    ...slices.map(({ difference }) => difference),
  ]);
  const smallest = Math.min(...shown.map((numbers) => numbers?.pValue ?? 1));
  const row = shown.find((numbers) => numbers?.pValue === smallest);
  expect(shown).toHaveLength(14);
  expect(row?.adjustedPValue).toBeCloseTo(Math.min(1, 14 * smallest), 12);
  expect(narrow.node.slices).toEqual([]);
  expect(narrow.node.whole?.adjustedPValue).toBe(narrow.node.whole?.pValue);
});

test('two revisions of a judge are compared on one run when asked, with their agreement', async ({
  api,
  client,
}) => {
  const first = await demo(client, 'model', even, { manifest: { threshold: 0.3 } });
  const second = await demo(
    client,
    'model',
    (question) => (question === 4 ? null : Number(question % 2 || question < 4)),
    {
      manifest: { threshold: 0.5 },
      run: first.run,
    },
  );
  const evaluations = [first.evaluation, second.evaluation];

  const refused = await refusal(api, COMPARE, { evaluations });
  const { node } = await compare(client, evaluations, { allowDifferentJudges: true });

  expect(refused.code).toBe('INVALID_INPUT');
  expect(refused.message).toMatch(
    /^evaluations\[1\]: it was judged by judge@[0-9a-f]{12} and the baseline by judge@/,
  );
  expect(node.whole).toMatchObject({ n: 59, wins: 2, losses: 0, onlyBaseline: 1 });
  expect(node.agreement).toMatchObject({ n: 59, same: 57, onlyOne: 1 });
  expect(node.agreement?.kappa).toBeCloseTo(node.agreement?.pearson ?? 0, 1);
  expect(node.largestDifferences.map(({ question }) => question.externalId)).toEqual(['00000', '00002']);
});

test('a category is compared alone, by what is below it', async ({ client }) => {
  await addQuestions(
    client,
    'mmie',
    ['finance', 'finance', 'health', 'physics'].map((domain, at) => ({
      externalId: `q${at}`,
      slices: [domain === 'physics' ? 'multi-step-reasoning' : 'project-based-learning', domain],
    })),
  );
  const questions = ['q0', 'q1', 'q2', 'q3'];
  const evaluate = async (model: string, texts: readonly string[]) => {
    const run = await aTextRun(client, { benchmark: 'mmie', model, questions });
    const replies = texts.map((text, at) => ({ question: `q${at}`, criterion: 'overall', text }));
    return importEvaluation(client, run, { name: 'mmie-score', criteria: ['overall'] }, { replies });
  };
  const one = await evaluate('one', ['### Score: 2', '### Score: 3', '### Score: 4', '### Score: 5']);
  const two = await evaluate('two', ['### Score: 4', '### Score (0-6)\n4', '### Score: 4', '### Score: 1']);
  const category = 'project-based-learning';

  const whole = await compare(client, [one, two], { by: 'DOMAIN' });
  const strict = await compare(client, [one, two], { category, by: 'DOMAIN' });
  const official = await compare(client, [one, two], { category, mode: 'OFFICIAL' });

  expect(whole.node.whole).toMatchObject({ n: 4, difference: -0.25, wins: 2, ties: 1, losses: 1 });
  expect(
    whole.node.slices.filter(({ difference }) => difference.n > 0).map(({ slice }) => slice.slug),
  ).toEqual(['finance', 'health', 'physics']);
  expect(strict.node.whole).toMatchObject({ n: 3, difference: 1 });
  expect(strict.node.slices.map(({ slice }) => slice.slug)).not.toContain('physics');
  expect(strict.node.slices.find(({ slice }) => slice.slug === 'finance')?.difference).toMatchObject({
    n: 2,
    difference: 1.5,
  });
  // Officially `### Score (0-6)` is a 0.
  expect(official.node.whole?.difference).toBeCloseTo(-1 / 3, 12);
  expect(official.node.slices).toEqual([]);
});

test("EvalAlign's dimensions are compared as each aggregates, and never as one", async ({ client }) => {
  await addQuestions(client, 'evalalign', [
    { externalId: 'a', slices: ['alignment'], criteria: ['object', 'count'] },
    { externalId: 'b', slices: ['alignment'], criteria: ['object'] },
    { externalId: 'f', slices: ['faithfulness'] },
  ]);
  const evaluate = async (model: string, said: readonly [string, string, string][]) => {
    const run = await aTextRun(client, { benchmark: 'evalalign', model, questions: ['a', 'b', 'f'] });
    const replies = said.map(([question, criterion, text]) => ({ question, criterion, text }));
    return importEvaluation(client, run, { name: 'llava' }, { replies });
  };
  const one = await evaluate('one', [
    ['a', 'object', '2'],
    ['a', 'count', '1'],
    ['b', 'object', '1'],
    ['f', 'face', '3'],
    ['f', 'hand', '1'],
  ]);
  const two = await evaluate('two', [
    ['a', 'object', '1'],
    ['a', 'count', '1'],
    ['b', 'object', '2'],
    ['f', 'face', '4'],
    ['f', 'hand', '-1'],
  ]);

  const { node } = await compare(client, [one, two], { by: 'CATEGORY' });
  const byName = new Map(node.slices.map(({ slice, difference }) => [slice.slug, difference]));

  expect(node.whole).toBeNull();
  expect(byName.get('alignment')).toMatchObject({ n: 2, baselineMean: 2, mean: 2, wins: 1, losses: 1 });
  expect(byName.get('faithfulness')).toMatchObject({ n: 1, baselineMean: 2, mean: 4 });
});

describe('refused is', () => {
  const cases: readonly [string, (ids: string[]) => object, string, RegExp][] = [
    ['one evaluation', ([a]) => ({ evaluations: [a] }), 'INVALID_INPUT', /^evaluations: 1 are not 2 to 10/],
    ['the same twice', ([a]) => ({ evaluations: [a, a] }), 'INVALID_INPUT', /^evaluations\[1\]: given twice/],
    [
      'no evaluation',
      ([a]) => ({ evaluations: [a, 'x'] }),
      'INVALID_INPUT',
      /^evaluations\[1\]: "x" is not the id/,
    ],
    [
      'a baseline from elsewhere',
      ([a, b, c]) => ({ evaluations: [a, b], baseline: c }),
      'INVALID_INPUT',
      /^baseline: it is not among/,
    ],
    [
      'another benchmark',
      ([a, , , d]) => ({ evaluations: [a, d], allowDifferentJudges: true }),
      'INVALID_INPUT',
      /^evaluations\[1\]: it is of mmie and the baseline of geneval-demo/,
    ],
    [
      'an unknown category',
      ([a, b]) => ({ evaluations: [a, b], category: 'x' }),
      'NOT_FOUND',
      /category "x"/,
    ],
    [
      'an unknown criterion',
      ([a, b]) => ({ evaluations: [a, b], criterion: 'x' }),
      'NOT_FOUND',
      /criterion "x"/,
    ],
    ['the sign test', ([a, b]) => ({ evaluations: [a, b], test: 'SIGN' }), 'INVALID_INPUT', /^test: SIGN/],
    [
      'McNemar on samples',
      ([, b, c]) => ({ evaluations: [b, c], test: 'MCNEMAR' }),
      'INVALID_INPUT',
      /^test: MCNEMAR/,
    ],
  ];

  test.for(cases)('%s', async ([, variables, code, message], { api, client }) => {
    const one = await demo(client, 'one', even);
    const two = await demo(client, 'two', even, { samples: 2 });
    const three = await demo(client, 'three', even, { samples: 2 });
    await addQuestions(client, 'mmie', [{ externalId: 'q', slices: ['situational-analysis', 'literature'] }]);
    const run = await aTextRun(client, { benchmark: 'mmie', model: 'four', questions: ['q'] });
    const replies = [{ question: 'q', criterion: 'overall', text: '### Score: 1' }];
    const four = await importEvaluation(
      client,
      run,
      { name: 'mmie-score', criteria: ['overall'] },
      { replies },
    );

    const refused = await refusal(
      api,
      COMPARE,
      variables([one.evaluation, two.evaluation, three.evaluation, four]),
    );

    expect(refused).toMatchObject({ code, message: expect.stringMatching(message) });
  });
});
