import { expect, test } from 'vitest';
import type { MediaFolder } from '../../src/media/folder.ts';
import type { ShardContent } from '../../src/store/shards.ts';
import { openGenevalScorer } from '../../src/workers/genevalScorer.ts';
import type { Judge } from '../../src/workers/judge.ts';
import type { Findings } from '../../src/workers/scorer.ts';

const OPTIONS = {
  threshold: 0.5,
  countingThreshold: 0.5,
  maxObjects: 16,
  maxOverlap: 1,
  positionThreshold: 0.1,
};
const picture = { width: 1, height: 1, rgb: new Uint8Array(3) };

/** Twenty pictures, two at a time; `onBatch` is told the number of each. */
async function judging(
  onBatch: (batch: number, stop: { leave(): void; drop(): void }) => void,
  isOpen: () => Promise<boolean> = async () => true,
) {
  const [leaving, dropped] = [new AbortController(), new AbortController()];
  const stop = { leave: () => leaving.abort(new Error('leaving')), drop: () => dropped.abort() };
  const parts: Findings[] = [];
  let batches = 0;
  const judge: Judge = {
    revision: 'r',
    prepare: async () => ({ picture, input: picture }),
    perceive: async (pictures) => {
      onBatch(++batches, stop);
      return pictures.map(() => []);
    },
    close: async () => {},
  };
  const media = { read: async () => Buffer.of() } as Partial<MediaFolder> as MediaFolder;
  const scorer = openGenevalScorer(judge, OPTIONS, media, { batchSize: 2, isOpen, lookMs: 0 });
  const responses = Array.from({ length: 20 }, (_, at) => ({
    responseId: `${at}`,
    reference: {
      tag: 'single_object',
      include: [{ class: 'apple', count: 1 }],
      prompt: 'a photo of an apple',
    },
    content: [{ image: 'a'.repeat(64) }],
  }));
  const content = { evaluationId: 'e', criteria: new Map([['correct', 'c']]), responses };
  const ended = await scorer
    .infer(await scorer.load(content as unknown as ShardContent), {
      found: (part) => void parts.push(part),
      leaving: leaving.signal,
      dropped: dropped.signal,
    })
    .then(
      (rest) => parts.push(rest) && 'done',
      (error: Error) => error.message,
    );
  return {
    ended,
    batches,
    scored: parts.flatMap(({ scores }) => scores.map(({ responseId }) => responseId)),
  };
}

const first = (count: number) => Array.from({ length: count }, (_, at) => `${at}`);

test('a shard is scored batch by batch, each response once', async () => {
  expect(await judging(() => {})).toEqual({ ended: 'done', batches: 10, scored: first(20) });
});

test('told to leave, it gives what the batches so far found and begins no other', async () => {
  const left = await judging((batch, stop) => batch === 3 && stop.leave());

  expect(left).toEqual({ ended: 'leaving', batches: 3, scored: first(6) });
});

test.each<[string, Parameters<typeof judging>]>([
  ['the shard is lost', [(batch, stop) => batch === 3 && stop.drop()]],
  [
    'the evaluation is closed',
    [
      () => {},
      (
        (asked) => async () =>
          asked++ < 3
      )(0),
    ],
  ],
])('when %s, no other batch is begun', async (_, asked) => {
  expect((await judging(...asked)).batches).toBe(3);
});

test('a database that cannot say whether the evaluation is open stops nothing', async () => {
  const away = () => Promise.reject(new Error('connection refused'));

  expect((await judging(() => {}, away)).batches).toBe(10);
});
