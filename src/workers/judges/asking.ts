import { AppError } from '../../core/errors.ts';
import type { ChatAnswer, ChatCall, ChatModel } from '../chat.ts';

/**
 * Answers in the order of the calls. A batch that fails is asked one by one, so that the call that is to blame is
 * the only one without an answer; throws when not a single call of the shard can be answered, or the model is away.
 */
export async function askAll(
  model: ChatModel,
  calls: readonly ChatCall[],
  batch: number | null,
  signal: AbortSignal,
): Promise<ChatAnswer[]> {
  const size = batch ?? Math.max(1, calls.length);
  const answers: ChatAnswer[] = [];
  let firstError: unknown = null;
  for (let start = 0; start < calls.length; start += size) {
    signal.throwIfAborted();
    const some = calls.slice(start, start + size);
    try {
      answers.push(...(await model.ask(some, signal)));
    } catch (error) {
      if (signal.aborted || isAway(error)) throw error;
      firstError ??= error;
      for (const call of some) answers.push(await askOne(model, call, signal));
    }
  }
  if (firstError !== null && answers.every(({ error }) => error !== null)) throw firstError;
  return answers;
}

async function askOne(model: ChatModel, call: ChatCall, signal: AbortSignal): Promise<ChatAnswer> {
  try {
    const [answer] = await model.ask([call], signal);
    return answer ?? failed('the model gave no answer');
  } catch (error) {
    if (signal.aborted || isAway(error)) throw error;
    return failed(error instanceof Error ? error.message : String(error));
  }
}

function isAway(error: unknown): boolean {
  return error instanceof AppError && error.code === 'UNAVAILABLE';
}

function failed(error: string): ChatAnswer {
  return { text: null, probabilities: null, mass: null, error };
}
