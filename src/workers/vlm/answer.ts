import { AppError } from '../../core/errors.ts';
import type { ChatAnswer, ChatCall } from '../chat.ts';
import { type BatchLimits, planBatches } from './batches.ts';
import type { Counters } from './counters.ts';
import type { Engine } from './engine.ts';
import { type Features, featuresFor } from './features.ts';
import { type Beginnings, beginningsOf, readOptions } from './options.ts';
import type { Prompt, ToPrompt } from './prompt.ts';
import type { Vision } from './vision.ts';
import type { Vocabulary } from './vocabulary.ts';

/** All that answering takes. */
export interface Parts {
  readonly device: string;
  readonly vocabulary: Vocabulary;
  readonly toPrompt: ToPrompt;
  readonly vision: Vision;
  readonly engine: Engine;
  readonly limits: BatchLimits & { readonly featureBytes: number };
  readonly padding: 'left' | 'none';
  readonly counters: Counters;
}

/** A call that can be tried. */
interface Ready {
  readonly place: number;
  readonly call: ChatCall;
  readonly prompt: Prompt;
  /** Null for a call whose answer is written. */
  readonly beginnings: Beginnings | null;
}

/** Answers in the order of the calls; a call that cannot be answered says why, and the others go on. */
export async function answerAll(
  parts: Parts,
  calls: readonly ChatCall[],
  signal?: AbortSignal,
): Promise<ChatAnswer[]> {
  const answers: ChatAnswer[] = [];
  const ready = calls.flatMap((call, place) => {
    try {
      return [prepare(parts, call, place)];
    } catch (error) {
      answers[place] = failed(parts, error);
      return [];
    }
  });
  const features = featuresFor(
    parts.vision,
    ready.map(({ prompt }) => prompt),
    parts.limits.featureBytes,
    parts.counters,
  );
  try {
    for (const batch of planBatches(ready.map(demandOf), parts.limits, parts.padding)) {
      const members = batch.map((at) => ready[at] as Ready);
      const found = await answerBatch(parts, members, features, signal);
      for (const [at, { place }] of members.entries()) answers[place] = found[at] as ChatAnswer;
      features.release(members.map(({ prompt }) => prompt));
    }
  } finally {
    features.close();
  }
  parts.counters.calls += calls.length;
  parts.counters.failed += answers.filter(({ error }) => error !== null).length;
  return answers;
}

function prepare({ toPrompt, vocabulary }: Parts, call: ChatCall, place: number): Ready {
  const isRead = call.options.length > 0;
  if (!isRead && call.maxNewTokens < 1) {
    throw new AppError('INVALID_INPUT', 'A call without options needs a maxNewTokens of at least 1');
  }
  const prompt = toPrompt(isRead ? { ...call, maxNewTokens: 0 } : call);
  return { place, call, prompt, beginnings: isRead ? beginningsOf(call, vocabulary) : null };
}

function demandOf({ call, prompt, beginnings }: Ready): { promptTokens: number; maxNewTokens: number } {
  return { promptTokens: prompt.ids.length, maxNewTokens: beginnings ? 0 : call.maxNewTokens };
}

/**
 * A batch that fails is tried again in halves, down to single calls: one bad picture then costs one answer, and a
 * device that is out of memory gets less at a time.
 */
async function answerBatch(
  parts: Parts,
  batch: readonly Ready[],
  features: Features,
  signal: AbortSignal | undefined,
): Promise<ChatAnswer[]> {
  signal?.throwIfAborted();
  try {
    const answers = await infer(parts, batch, features, signal);
    parts.counters.batches++;
    parts.counters.promptTokens += batch.reduce((sum, { prompt }) => sum + prompt.ids.length, 0);
    return answers;
  } catch (error) {
    signal?.throwIfAborted();
    if (batch.length === 1) return [failed(parts, error)];
    const middle = Math.ceil(batch.length / 2);
    const first = await answerBatch(parts, batch.slice(0, middle), features, signal);
    return [...first, ...(await answerBatch(parts, batch.slice(middle), features, signal))];
  }
}

async function infer(
  { engine, vocabulary, counters }: Parts,
  batch: readonly Ready[],
  features: Features,
  signal: AbortSignal | undefined,
): Promise<ChatAnswer[]> {
  const prompts = batch.map(({ prompt }) => prompt);
  const found = await features.of(prompts, signal);
  const sequences = prompts.map(({ ids }, at) => ({ ids, features: found[at] ?? [] }));
  if (batch[0]?.beginnings) {
    const logits = await engine.read(sequences);
    return batch.map(({ call, beginnings }, at) => {
      const reading = readOptions(logits[at] as Float32Array, beginnings as Beginnings, call.options.length);
      return { ...reading, error: null };
    });
  }
  const most = batch.map(({ call }) => call.maxNewTokens);
  const written = await engine.write(sequences, most, signal);
  counters.newTokens += written.reduce((sum, ids) => sum + ids.length, 0);
  return written.map((ids, at) => ({
    text: vocabulary.decode(ids).trim(),
    probabilities: null,
    mass: null,
    error: null,
    // A stop token, which is left out, comes before the most is reached.
    ...(ids.length >= (most[at] as number) && { isCut: true }),
  }));
}

function failed({ device }: Parts, error: unknown): ChatAnswer {
  const said = error instanceof Error ? error.message : String(error);
  const reason = error instanceof AppError ? said : `The model failed on ${device}: ${said.split('\n')[0]}`;
  return { text: null, probabilities: null, mass: null, error: reason };
}
