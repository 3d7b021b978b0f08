import { describe, expect, test } from 'vitest';
import type { JudgePrompts } from '../../src/benchmarks/judging.ts';
import { readOptions, yesNo } from '../../src/benchmarks/options.ts';
import { AppError } from '../../src/core/errors.ts';
import type { MediaFolder } from '../../src/media/folder.ts';
import type { ShardContent, ShardResponse } from '../../src/store/shards.ts';
import type { ChatAnswer, ChatCall, ChatModel } from '../../src/workers/chat.ts';
import { merged } from '../../src/workers/parts.ts';
import type { Findings } from '../../src/workers/scorer.ts';
import { openVlmScorer, type VlmScorerOptions } from '../../src/workers/vlmScorer.ts';
import { aPicture } from '../support/builders.ts';

const OPTIONS = yesNo({ yes: 1, no: 0 });
const yes: ChatAnswer = { text: 'yes', probabilities: [0.8, 0.2], mass: 0.95, error: null };

/** Asks of every criterion whether the response fits it, but has nothing to say of "unknown". */
const prompts: JudgePrompts = {
  criteria: null,
  document: {},
  plan: (item) =>
    item.asked
      .filter(({ slug }) => slug !== 'unknown')
      .map(({ slug }) => ({
        part: slug,
        messages: [{ role: 'user', content: [...item.response, { text: `${slug}?` }] }],
        options: OPTIONS,
        isTruncated: slug === 'cut',
      })),
  read: (_item, call, answer) => readOptions(call.options, answer),
};

const GOOD = 'a'.repeat(64);
const CORRUPT = 'b'.repeat(64);

/** A border: one good picture, one that is none. */
const media: Pick<MediaFolder, 'read'> = {
  async read(digest) {
    if (digest === GOOD) return (await aPicture(0, 1)).png;
    if (digest === CORRUPT) return Buffer.from('no picture');
    throw new AppError('NOT_FOUND', `Picture ${digest} is not here`);
  },
};

function scorer(model: Pick<ChatModel, 'ask'>, more: Partial<VlmScorerOptions> = {}) {
  return openVlmScorer({
    revision: 'r',
    prompts,
    maxNewTokens: 8,
    pictureLimit: null,
    media: media as MediaFolder,
    batch: null,
    modelFor: async () => ({ close: async () => {}, ...model }),
    isOpen: async () => true,
    close: async () => {},
    ...more,
  });
}

const answering = (says: (call: ChatCall) => ChatAnswer): Pick<ChatModel, 'ask'> => ({
  ask: async (calls) => calls.map(says),
});

function aShard(...responses: Partial<ShardResponse>[]): ShardContent {
  return {
    evaluationId: 'e',
    criteria: new Map(),
    responses: responses.map((response, index) => ({
      responseId: `r${index}`,
      questionId: `q${index}`,
      sliceId: 's',
      externalId: String(index),
      sampleIndex: 0,
      question: [],
      content: [{ image: GOOD }],
      reference: null,
      category: 'c',
      asked: [{ id: 'fits-id', slug: 'fits', scale: { min: 0, max: 1 } }],
      ...response,
    })),
  };
}

async function score(shard: ShardContent, judge: ReturnType<typeof scorer>) {
  const parts: Findings[] = [];
  const signal = new AbortController().signal;
  const inference = {
    found: (part: Findings) => void parts.push(part),
    leaving: signal,
    dropped: signal,
  };
  const last = await judge.infer(await judge.load(shard), inference);
  return [...parts, last].reduce(merged);
}

const asked = (...slugs: string[]) =>
  slugs.map((slug) => ({ id: `${slug}-id`, slug, scale: { min: 0, max: 1 } }));

test('every asked criterion has one score and one reply', async () => {
  const { scores, replies } = await score(
    aShard({ asked: asked('fits', 'cut') }),
    scorer(answering(() => yes)),
  );

  expect(scores).toEqual(
    ['fits-id', 'cut-id'].map((criterionId) => ({
      questionId: 'q0',
      responseId: 'r0',
      sliceId: 's',
      criterionId,
      outcome: 'SCORED',
      value: 0.8,
      officialValue: 0.8,
      reason: null,
    })),
  );
  const evidence = {
    options: [
      { value: 1, p: 0.8 },
      { value: 0, p: 0.2 },
    ],
    mass: 0.95,
  };
  expect(replies).toEqual([
    { responseId: 'r0', part: 'fits', text: 'yes', evidence, isTruncated: false },
    { responseId: 'r0', part: 'cut', text: 'yes', evidence, isTruncated: true },
  ]);
});

test('the model is handed decoded pictures, with their digest', async () => {
  const calls: ChatCall[] = [];
  const judge = scorer(
    answering((call) => {
      calls.push(call);
      return yes;
    }),
  );

  await score(aShard({}), judge);

  expect(calls[0]).toMatchObject({
    messages: [{ content: [{ digest: GOOD, picture: { width: expect.any(Number) } }, { text: 'fits?' }] }],
    options: OPTIONS,
    maxNewTokens: 8,
  });
});

describe('what cannot be judged says why, and the rest is scored', () => {
  const outcomes = async (shard: ShardContent, judge: ReturnType<typeof scorer>) =>
    (await score(shard, judge)).scores.map(({ responseId, outcome, reason }) => [
      responseId,
      outcome,
      reason,
    ]);

  test('a picture that is missing, or is none', async () => {
    const missing = 'f'.repeat(64);
    const shard = aShard(
      { content: [{ image: missing }] },
      { content: [{ image: CORRUPT }] },
      { content: [{ missingImage: 'x/1.png' }] },
      {},
    );

    expect(await outcomes(shard, scorer(answering(() => yes)))).toEqual([
      ['r0', 'MISSING_MEDIA', `Picture ${missing} is not here`],
      ['r1', 'MISSING_MEDIA', expect.stringContaining('The picture cannot be read')],
      ['r2', 'MISSING_MEDIA', 'Picture x/1.png is not here'],
      ['r3', 'SCORED', null],
    ]);
  });

  test('more pictures than the model takes', async () => {
    const shard = aShard({ content: [{ image: GOOD }, { image: GOOD }] }, {});

    expect(
      await outcomes(
        shard,
        scorer(
          answering(() => yes),
          { pictureLimit: 1 },
        ),
      ),
    ).toEqual([
      ['r0', 'JUDGE_ERROR', '2 pictures are to be shown, the judge takes 1'],
      ['r1', 'SCORED', null],
    ]);
  });

  test('a criterion that the judge has no question for', async () => {
    expect(await outcomes(aShard({ asked: asked('unknown') }), scorer(answering(() => yes)))).toEqual([
      ['r0', 'JUDGE_ERROR', 'The judge has no question for unknown in c'],
    ]);
  });

  test('a call that fails', async () => {
    const failing = answering(({ messages }) =>
      messages[0]?.content.length === 3
        ? { ...yes, text: null, probabilities: null, error: 'too long' }
        : yes,
    );
    const shard = aShard({ content: [{ text: 'more' }, { image: GOOD }] }, {});

    const { scores, replies } = await score(shard, scorer(failing));

    expect(scores.map(({ outcome, reason }) => [outcome, reason])).toEqual([
      ['JUDGE_ERROR', 'too long'],
      ['SCORED', null],
    ]);
    expect(replies[0]).toMatchObject({ text: null, evidence: { error: 'too long' } });
  });

  test('a call that a whole batch dies of', async () => {
    const judge = scorer({
      async ask(calls) {
        if (calls.some(({ messages }) => messages[0]?.content.length === 3)) throw new Error('out of memory');
        return calls.map(() => yes);
      },
    });
    const shard = aShard({}, { content: [{ text: 'more' }, { image: GOOD }] }, {});

    expect(await outcomes(shard, judge)).toEqual([
      ['r0', 'SCORED', null],
      ['r1', 'JUDGE_ERROR', 'out of memory'],
      ['r2', 'SCORED', null],
    ]);
  });
});

test('words in place of probabilities are read, and the reply says so', async () => {
  const judge = scorer(answering(() => ({ text: 'No.', probabilities: null, mass: null, error: null })));

  const { scores, replies } = await score(aShard({}), judge);

  expect(scores[0]).toMatchObject({ outcome: 'SCORED', value: 0 });
  expect(replies[0]?.evidence).toEqual({ probabilities: null });
});

test('words that no database takes are kept as far as it does', async () => {
  const judge = scorer(answering(() => ({ ...yes, text: 'yes\0\ud800' })));
  const failing = scorer(answering(() => ({ ...yes, text: null, probabilities: null, error: 'no\0' })));

  const [good, bad] = [await score(aShard({}), judge), await score(aShard({}), failing)];

  expect(good.replies[0]?.text).toBe('yes\ufffd\ufffd');
  expect(bad.replies[0]?.evidence).toEqual({ error: 'no\ufffd' });
  expect(bad.scores[0]?.reason).toBe('no\ufffd');
});

test('a model of which every call dies fails the shard, to be tried again', async () => {
  const judge = scorer({
    async ask() {
      throw new Error('device lost');
    },
  });

  await expect(score(aShard({}, {}), judge)).rejects.toThrow('device lost');
});

test('a model that is away is not asked call by call', async () => {
  let times = 0;
  const judge = scorer({
    async ask() {
      times++;
      throw new AppError('UNAVAILABLE', 'nobody there');
    },
  });

  await expect(score(aShard({}, {}, {}), judge)).rejects.toThrow('nobody there');
  expect(times).toBe(1);
});

test('an evaluation that is closed meanwhile is asked no further, and nothing is written', async () => {
  const judge = scorer(
    {
      ask: (_, signal) =>
        new Promise((_resolve, reject) => {
          signal?.addEventListener('abort', () => reject(signal.reason));
        }),
    },
    { isOpen: async () => false, lookMs: 5 },
  );

  expect(await score(aShard({}), judge)).toEqual({ scores: [], replies: [] });
});
