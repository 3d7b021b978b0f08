import type { JudgeCall, JudgedItem, JudgePrompts, JudgeReading, NotAsked } from '../benchmarks/judging.ts';
import type { MediaFolder } from '../media/folder.ts';
import type { NewReply, NewScore } from '../store/scores.ts';
import type { ShardResponse } from '../store/shards.ts';
import type { ChatAnswer, ChatCall, ChatModel } from './chat.ts';
import { askAll } from './judges/asking.ts';
import { countPictures, findMissing, type Gallery, loadGallery } from './judges/pictures.ts';
import { merged } from './parts.ts';
import type { RemoteModel } from './remote/model.ts';
import { openRoom, type Room } from './room.ts';
import type { Findings, Inference, Scorer } from './scorer.ts';
import { storable } from './storable.ts';

/** How often an evaluation is looked at while its calls are on their way. */
const LOOK_MS = 1000;

export interface VlmScorerOptions {
  revision: string;
  prompts: JudgePrompts;
  maxNewTokens: number;
  pictureLimit: number | null;
  media: MediaFolder;
  /** Calls handed to the model at once; null for all of a shard. */
  batch: number | null;
  /** The model, as one evaluation may use it. */
  modelFor(evaluationId: string): Promise<ChatModel>;
  /** False once an evaluation is cancelled or done: the rest of its calls are then not made. */
  isOpen(evaluationId: string): Promise<boolean>;
  close(): Promise<void>;
  lookMs?: number;
  /** Of a model behind a server, which answers calls side by side, each in its own time. */
  remote?: Pick<RemoteModel, 'concurrency' | 'trouble' | 'takeSpending'> | null;
}

interface Planned {
  response: ShardResponse;
  item: JudgedItem;
  criterionId: string;
  call: JudgeCall | NotAsked;
}

interface Loaded {
  evaluationId: string;
  planned: Planned[];
  gallery: Gallery;
}

/** A vision-language model as a judge: asks all calls of a shard, one score and one reply for each. */
export function openVlmScorer(options: VlmScorerOptions): Scorer<Loaded> {
  const { prompts, media, pictureLimit, remote } = options;
  const load: Scorer<Loaded>['load'] = async ({ evaluationId, responses }) => {
    const planned = responses.flatMap((response) => planOf(response, prompts, pictureLimit));
    const gallery = await loadGallery(
      planned.map(({ call }) => call),
      media,
    );
    return { evaluationId, planned: planned.map((entry) => withMissing(entry, gallery)), gallery };
  };
  const shared = { revision: options.revision, close: options.close, load };
  if (!remote) return { ...shared, infer: (loaded, inference) => askTogether(options, loaded, inference) };

  const room = openRoom(() => remote.concurrency);
  return {
    ...shared,
    infer: (loaded, inference) => askApart(options, room, loaded, inference),
    room: room.free,
    trouble: () => remote.trouble,
    takeSpending: remote.takeSpending,
  };
}

/** All calls of a shard at once, as a model in this process likes them best; it looks at its signal between batches. */
async function askTogether(
  options: VlmScorerOptions,
  loaded: Loaded,
  { dropped, leaving }: Inference,
): Promise<Findings> {
  const { evaluationId, planned, gallery } = loaded;
  const calls = planned.flatMap(({ call }) =>
    'messages' in call ? [chatCall(call, gallery, options.maxNewTokens)] : [],
  );
  const answers = await whileOpen(options, evaluationId, dropped, async (closed) => {
    const signal = AbortSignal.any([closed, leaving]);
    return askAll(await options.modelFor(evaluationId), calls, options.batch, signal);
  });
  // Nothing is written of an evaluation that is closed.
  if (!answers) return NOTHING;
  let answered = 0;
  return planned
    .map((entry) =>
      findingOf(
        options.prompts,
        entry,
        'messages' in entry.call ? (answers[answered++] as ChatAnswer) : null,
      ),
    )
    .reduce(merged, NOTHING);
}

/**
 * Each call by itself, so that a response is done when its own calls are answered, whatever becomes of the others. When
 * the model is away, what is on its way is waited for and nothing more is begun.
 */
async function askApart(
  options: VlmScorerOptions,
  room: Room,
  { evaluationId, planned, gallery }: Loaded,
  inference: Inference,
): Promise<Findings> {
  const model = await options.modelFor(evaluationId);
  const giveUp = new AbortController();
  const leaving = AbortSignal.any([inference.leaving, giveUp.signal]);
  await whileOpen(options, evaluationId, inference.dropped, async (signal) => {
    const ask = async (call: JudgeCall): Promise<ChatAnswer> => {
      room.enter(1);
      try {
        const asked = chatCall(call, gallery, options.maxNewTokens);
        const [answer] = await model.ask([asked], signal, leaving);
        return answer as ChatAnswer;
      } finally {
        room.leave();
      }
    };
    const responses = Map.groupBy(planned, ({ response }) => response.responseId).values();
    const asking = [...responses].map(async (entries) => {
      const answers = await Promise.all(entries.map(({ call }) => ('messages' in call ? ask(call) : null)));
      inference.found(
        entries
          .map((entry, at) => findingOf(options.prompts, entry, answers[at] ?? null))
          .reduce(merged, NOTHING),
      );
    });
    for (const response of asking) response.catch((error) => giveUp.abort(error));
    await Promise.allSettled(asking);
    if (!giveUp.signal.aborted || inference.dropped.aborted) return;
    inference.leaving.throwIfAborted();
    throw giveUp.signal.reason;
  });
  return NOTHING;
}

const NOTHING: Findings = { scores: [], replies: [] };

/** The score of a call, and the reply where it was asked. */
function findingOf(prompts: JudgePrompts, { call, ...entry }: Planned, given: ChatAnswer | null): Findings {
  if (!('messages' in call)) return { scores: [scoreOf(entry, unasked(call))], replies: [] };
  if (!given) throw new Error('a call that was asked has no answer');
  const answer = storable(given);
  return {
    scores: [scoreOf(entry, readingOf(prompts, entry.item, call, answer))],
    replies: [replyOf(entry.response, call, answer)],
  };
}

/** One call per criterion asked; what the prompts leave out is an error of the judge, never a hole. */
function planOf(response: ShardResponse, prompts: JudgePrompts, pictureLimit: number | null): Planned[] {
  const { externalId, category, question, content, reference, asked } = response;
  const item: JudgedItem = { externalId, category, question, response: content, reference, asked };
  const calls = new Map(prompts.plan(item).map((call) => [call.part, call]));
  return asked.map(({ id, slug }) => {
    const call: Planned['call'] = calls.get(slug) ?? {
      part: slug,
      outcome: 'JUDGE_ERROR',
      reason: `The judge has no question for ${slug} in ${category}`,
    };
    return { response, item, criterionId: id, call: withinLimit(call, pictureLimit) };
  });
}

function withinLimit(call: Planned['call'], limit: number | null): Planned['call'] {
  const pictures = countPictures(call);
  if (limit === null || pictures <= limit) return call;
  const reason = `${pictures} pictures are to be shown, the judge takes ${limit}`;
  return { part: call.part, outcome: 'JUDGE_ERROR', reason };
}

function withMissing(entry: Planned, gallery: Gallery): Planned {
  const reason = findMissing(entry.call, gallery);
  return reason === null
    ? entry
    : { ...entry, call: { part: entry.call.part, outcome: 'MISSING_MEDIA', reason } };
}

function chatCall({ messages, options }: JudgeCall, gallery: Gallery, maxNewTokens: number): ChatCall {
  return {
    messages: messages.map(({ role, content }) => ({
      role,
      content: content.map((piece) => {
        if ('text' in piece) return piece;
        const picture = 'image' in piece ? gallery.get(piece.image) : undefined;
        if (!('image' in piece) || !picture || typeof picture === 'string')
          throw new Error('a call with a missing picture is not asked');
        return { picture, digest: piece.image };
      }),
    })),
    options,
    maxNewTokens,
  };
}

function unasked({ outcome, reason }: NotAsked): JudgeReading {
  return { outcome, value: null, officialValue: null, reason };
}

function readingOf(
  prompts: JudgePrompts,
  item: JudgedItem,
  call: JudgeCall,
  answer: ChatAnswer,
): JudgeReading {
  if (answer.error !== null)
    return { outcome: 'JUDGE_ERROR', value: null, officialValue: null, reason: answer.error };
  return prompts.read(item, call, answer);
}

function scoreOf({ response, criterionId }: Omit<Planned, 'call'>, reading: JudgeReading): NewScore {
  const { questionId, responseId, sliceId } = response;
  return { questionId, responseId, sliceId, criterionId, ...reading };
}

function replyOf({ responseId }: ShardResponse, call: JudgeCall, answer: ChatAnswer): NewReply {
  const { text, probabilities, mass, error, isCut = false, without } = answer;
  const options = call.options.map(({ value }, index) => ({
    value,
    p: rounded(probabilities?.[index] ?? null),
  }));
  const evidence = {
    ...(probabilities && { options, mass: rounded(mass) }),
    // The words were read where probabilities were wanted.
    ...(call.options.length > 0 && !probabilities && error === null && { probabilities: null }),
    ...(error !== null && { error }),
    ...(isCut && { isCut }),
    ...(without && { without }),
  };
  return {
    responseId,
    part: call.part,
    text,
    evidence: Object.keys(evidence).length > 0 ? evidence : null,
    isTruncated: call.isTruncated || isCut,
  };
}

const rounded = (value: number | null): number | null => (value === null ? null : Number(value.toFixed(6)));

/** Works until done, or gives null as soon as the evaluation is found closed or the shard another's. */
async function whileOpen<T>(
  { isOpen, lookMs = LOOK_MS }: VlmScorerOptions,
  evaluationId: string,
  dropped: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T | null> {
  const closed = new AbortController();
  const stopping = AbortSignal.any([closed.signal, dropped]);
  const looking = setInterval(() => {
    // A database that is away for a moment is no reason to stop.
    isOpen(evaluationId).then(
      (is) => is || closed.abort(),
      () => undefined,
    );
  }, lookMs);
  try {
    return await work(stopping);
  } catch (error) {
    if (stopping.aborted) return null;
    throw error;
  } finally {
    clearInterval(looking);
  }
}
