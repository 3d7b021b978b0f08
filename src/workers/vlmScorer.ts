import type { JudgeCall, JudgedItem, JudgePrompts, JudgeReading, NotAsked } from '../benchmarks/judging.ts';
import type { MediaFolder } from '../media/folder.ts';
import type { NewReply, NewScore } from '../store/scores.ts';
import type { ShardResponse } from '../store/shards.ts';
import type { ChatAnswer, ChatCall, ChatModel } from './chat.ts';
import { askAll } from './judges/asking.ts';
import { countPictures, findMissing, type Gallery, loadGallery } from './judges/pictures.ts';
import type { Findings, Scorer } from './scorer.ts';

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
  const { prompts, media, pictureLimit } = options;
  return {
    revision: options.revision,
    close: options.close,

    async load({ evaluationId, responses }) {
      const planned = responses.flatMap((response) => planOf(response, prompts, pictureLimit));
      const gallery = await loadGallery(
        planned.map(({ call }) => call),
        media,
      );
      return { evaluationId, planned: planned.map((entry) => withMissing(entry, gallery)), gallery };
    },

    async infer({ evaluationId, planned, gallery }) {
      const asked = planned.filter(
        (entry): entry is Planned & { call: JudgeCall } => 'messages' in entry.call,
      );
      const calls = asked.map(({ call }) => chatCall(call, gallery, options.maxNewTokens));
      const answers = await whileOpen(options, evaluationId, async (signal) =>
        askAll(await options.modelFor(evaluationId), calls, options.batch, signal),
      );
      // Nothing is written of an evaluation that is closed.
      if (!answers) return { scores: [], replies: [] };

      const findings: Findings = { scores: [], replies: [] };
      for (const { call, ...entry } of planned) {
        if (!('messages' in call)) findings.scores.push(scoreOf(entry, unasked(call)));
      }
      for (const [index, { call, ...entry }] of asked.entries()) {
        const answer = answers[index] as ChatAnswer;
        findings.scores.push(scoreOf(entry, readingOf(prompts, entry.item, call, answer)));
        findings.replies.push(replyOf(entry.response, call, answer));
      }
      return findings;
    },
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
  const { text, probabilities, mass, error } = answer;
  const options = call.options.map(({ value }, index) => ({
    value,
    p: rounded(probabilities?.[index] ?? null),
  }));
  const evidence = {
    ...(probabilities && { options, mass: rounded(mass) }),
    // The words were read where probabilities were wanted.
    ...(call.options.length > 0 && !probabilities && error === null && { probabilities: null }),
    ...(error !== null && { error }),
  };
  return {
    responseId,
    part: call.part,
    text,
    evidence: Object.keys(evidence).length > 0 ? evidence : null,
    isTruncated: call.isTruncated,
  };
}

const rounded = (value: number | null): number | null => (value === null ? null : Number(value.toFixed(6)));

/** Works until done, or gives null as soon as the evaluation is found closed. */
async function whileOpen<T>(
  { isOpen, lookMs = LOOK_MS }: VlmScorerOptions,
  evaluationId: string,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T | null> {
  const closed = new AbortController();
  const looking = setInterval(() => {
    // A database that is away for a moment is no reason to stop.
    isOpen(evaluationId).then(
      (is) => is || closed.abort(),
      () => undefined,
    );
  }, lookMs);
  try {
    return await work(closed.signal);
  } catch (error) {
    if (closed.signal.aborted) return null;
    throw error;
  } finally {
    clearInterval(looking);
  }
}
