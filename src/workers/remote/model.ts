import { setTimeout as sleep } from 'node:timers/promises';
import type { Spending } from '../../store/spending.ts';
import { type ChatAnswer, type ChatCall, type ChatModel, ModelAway, type Usage } from '../chat.ts';
import type { Trouble } from '../scorer.ts';
import { type Budget, type BudgetLimits, openBudget } from './budget.ts';
import { openHealth } from './health.ts';
import { openLimiter } from './limiter.ts';
import { pictureUrls } from './pictures.ts';
import { type RequestSettings, readCompletion, requestBody, type Structured } from './protocol.ts';
import { type Endpoint, RemoteFailure, request } from './request.ts';
import { addUsage, NO_USAGE, readUsage } from './usage.ts';

/** Longest that a server's wish to be left alone is granted. */
const LONGEST_PAUSE_MS = 300_000;

export interface RemoteOptions extends Endpoint {
  model: string;
  structured: Structured;
  concurrency: number;
  budget: BudgetLimits;
  /** Where the server finds Assay's pictures; null sends them inline. */
  mediaUrl: string | null;
  /** Tries of one call, and the pause after the first failed one, which doubles; shorter in tests. */
  tries?: number;
  pauseMs?: number;
}

/** `signal` ends a call at once, `waiting` before its next request. */
interface Ways {
  signal: AbortSignal;
  waiting: AbortSignal;
}

/** A model behind an OpenAI-compatible server. */
export interface RemoteModel {
  /** The model as one evaluation may use it, within its budget. */
  forEvaluation(id: string, stored: Spending | null): ChatModel;
  /** What an evaluation cost since it was asked last; null for nothing. */
  takeSpending(id: string): Spending | null;
  /** Requests at once, as the server takes them now. */
  readonly concurrency: number;
  /** Why the last requests had no answer, and since when; null once the server answers. */
  readonly trouble: Trouble | null;
}

export function openRemoteModel(options: RemoteOptions): RemoteModel {
  const { tries = 6, pauseMs = 500 } = options;
  const limiter = openLimiter(options.concurrency);
  const urlOf = pictureUrls(options.mediaUrl);
  const settings: RequestSettings = { model: options.model, structured: options.structured, logprobs: true };
  const health = openHealth();
  const budgets = new Map<string, Budget>();

  const once = (
    call: ChatCall,
    budget: Budget,
    spent: (usage: Usage) => void,
    { signal, waiting }: Ways,
  ): Promise<ChatAnswer> =>
    limiter.run(async (startedAt) => {
      const body = await requestBody(call, settings, urlOf);
      budget.take();
      const isBack = health.sent();
      try {
        const { value, headers } = await request(options, '/chat/completions', body, signal);
        const usage = readUsage(value, headers);
        budget.used(usage);
        spent(usage);
        const answer = readCompletion(value, call, options.structured);
        limiter.answered(startedAt);
        health.answered();
        return answer;
      } catch (error) {
        if (error instanceof RemoteFailure && error.kind === 'overloaded')
          limiter.overloaded(startedAt, Math.min(error.retryAfterMs ?? 0, LONGEST_PAUSE_MS));
        if (error instanceof RemoteFailure && error.kind !== 'refused') health.failed(error.message);
        throw error;
      } finally {
        isBack();
      }
    }, waiting);

  const ask = async (call: ChatCall, budget: Budget, ways: Ways): Promise<ChatAnswer> => {
    let usage = NO_USAGE;
    const spent = (more: Usage) => {
      usage = addUsage(usage, more);
    };
    const failed = (error: string): ChatAnswer => ({
      text: null,
      probabilities: null,
      mass: null,
      error,
      usage,
    });
    for (let attempt = 1; ; attempt++) {
      try {
        return { ...(await once(call, budget, spent, ways)), usage };
      } catch (error) {
        ways.waiting.throwIfAborted();
        if (!(error instanceof RemoteFailure))
          return failed(error instanceof Error ? error.message : String(error));
        if (error.kind === 'refused') {
          // Some servers refuse a request for probabilities as a whole; its words are still worth having.
          if (!settings.logprobs || !/logprob/i.test(error.message)) return failed(error.message);
          settings.logprobs = false;
        } else if (attempt < tries) {
          await sleep(jittered(pauseMs * 2 ** (attempt - 1)), undefined, { signal: ways.waiting });
        } else if (error.kind === 'unreachable') {
          // It may come back: the shard is tried again later, rather than its responses given up.
          throw new ModelAway(error.message);
        } else return failed(`${error.message}, on the last of ${tries} tries`);
      }
    }
  };

  return {
    get concurrency() {
      return limiter.limit;
    },
    get trouble() {
      return health.trouble;
    },
    takeSpending: (id) => budgets.get(id)?.unstored() ?? null,
    forEvaluation(id, stored) {
      const budget = budgets.get(id) ?? openBudget(options.budget);
      budgets.set(id, budget);
      if (stored) budget.atLeast(stored);
      return {
        async ask(calls, given, leaving) {
          const giveUp = new AbortController();
          const signal = given ? AbortSignal.any([given, giveUp.signal]) : giveUp.signal;
          const waiting = leaving ? AbortSignal.any([signal, leaving]) : signal;
          try {
            return await Promise.all(calls.map((call) => ask(call, budget, { signal, waiting })));
          } finally {
            giveUp.abort();
          }
        },
        close: async () => {},
      };
    },
  };
}

/** Between half and all of it, at most half a minute, so that those who failed together do not come back together. */
function jittered(ms: number): number {
  return Math.min(ms, 30_000) * (0.5 + Math.random() / 2);
}
