import { setTimeout as sleep } from 'node:timers/promises';
import type { RemoteJudgeConfig } from '../../core/config.ts';
import type { Spending } from '../../store/spending.ts';
import {
  type ChatAnswer,
  type ChatCall,
  type ChatModel,
  ModelAway,
  ModelRefused,
  type Usage,
} from '../chat.ts';
import type { Trouble } from '../trouble.ts';
import { type Budget, type BudgetLimits, openBudget } from './budget.ts';
import { type Carried, carriedAtFirst, changeAfter, leftOut } from './carried.ts';
import { readCompletion } from './completion.ts';
import { RemoteFailure } from './failure.ts';
import { openHealth } from './health.ts';
import { openLimiter } from './limiter.ts';
import { pictureUrls } from './pictures.ts';
import { requestBody } from './protocol.ts';
import { type Endpoint, request } from './request.ts';
import { addUsage, NO_USAGE, readUsage } from './usage.ts';

/** Longest that a server's wish to be left alone is granted. */
const LONGEST_PAUSE_MS = 300_000;

const SMALLEST: ChatCall = {
  messages: [{ role: 'user', content: [{ text: 'Say yes.' }] }],
  options: [],
  maxNewTokens: 1,
};

/** As many refusals of a request teach something; what is refused then is refused. */
const MOST_LESSONS = 6;

export interface RemoteOptions
  extends Endpoint,
    Pick<RemoteJudgeConfig, 'structured' | 'maxTokens' | 'maxTokensField' | 'omit'> {
  model: string;
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

/** A call on its way to its answer, over all its requests. */
interface Asking {
  readonly call: ChatCall;
  readonly budget: Budget;
  readonly ways: Ways;
  /** What its requests carry otherwise than those of others, until an answer shows that it helps. */
  change: Partial<Carried>;
  /** Of the last request. */
  body: Record<string, unknown>;
  usage: Usage;
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
  const limiter = openLimiter(options.concurrency, Date.now, 2 * pauseMs);
  const urlOf = pictureUrls(options.mediaUrl);
  const atFirst = carriedAtFirst(options);
  /** What the server takes, as far as its refusals have taught. */
  let taken = atFirst;
  let answeredAt = Number.NEGATIVE_INFINITY;
  const health = openHealth();
  const budgets = new Map<string, Budget>();

  /** One request of a call. */
  const once = (asking: Asking): Promise<ChatAnswer> => {
    const { call, budget, change, ways } = asking;
    const spend = (usage: Usage): void => {
      budget.used(usage);
      asking.usage = addUsage(asking.usage, usage);
    };
    return limiter.run(async (startedAt) => {
      const carried = { ...taken, ...change };
      asking.body = await requestBody(call, { ...options, carried }, urlOf);
      budget.take();
      const isBack = health.sent();
      try {
        const { value, headers, asked } = await request(
          options,
          '/chat/completions',
          asking.body,
          ways.signal,
        );
        spend(readUsage(value, headers));
        const answer = readCompletion(value, headers, call, carried.structured, asked);
        limiter.answered(startedAt);
        health.answered();
        answeredAt = Date.now();
        taken = { ...taken, ...change };
        const without = leftOut(carried, atFirst);
        return without.length > 0 ? { ...answer, without } : answer;
      } catch (error) {
        if (error instanceof RemoteFailure) {
          spend(error.usage);
          if (error.kind === 'overloaded' || error.kind === 'unavailable')
            limiter.overloaded(startedAt, error.waitMs && Math.min(error.waitMs, LONGEST_PAUSE_MS));
          if (error.kind === 'refused' || error.kind === 'empty') health.answered();
          else health.failed(error.message);
          // Whoever finds nobody, or is told to come later, is not served and pays nothing.
          if (error.kind === 'overloaded' || error.kind === 'unreachable') budget.giveBack();
        }
        throw error;
      } finally {
        isBack();
      }
    }, ways.waiting);
  };

  /** Whether the server answers others, so that what it does not answer is to blame itself. */
  const isThere = async (since: number, { waiting }: Ways): Promise<boolean> => {
    if (answeredAt >= since) return true;
    const body = await requestBody(SMALLEST, { ...options, carried: taken }, urlOf);
    try {
      await request(options, '/chat/completions', body, waiting);
      return true;
    } catch (error) {
      waiting.throwIfAborted();
      return error instanceof RemoteFailure && error.kind === 'refused';
    }
  };

  const ask = async (call: ChatCall, budget: Budget, ways: Ways): Promise<ChatAnswer> => {
    const asking: Asking = { call, budget, ways, change: {}, body: {}, usage: NO_USAGE };
    const failed = (error: string): ChatAnswer => {
      const { usage } = asking;
      return { text: null, probabilities: null, mass: null, error, usage };
    };
    const begunAt = Date.now();
    let lessons = 0;
    for (let attempt = 1; ; ) {
      try {
        const answer = await once(asking);
        return { ...answer, usage: asking.usage };
      } catch (error) {
        ways.waiting.throwIfAborted();
        if (!(error instanceof RemoteFailure))
          return failed(error instanceof Error ? error.message : String(error));
        // Decided by what this request carried: others on their way may have learnt the same meanwhile.
        const less = changeAfter(error, asking.body);
        if (less && lessons++ < MOST_LESSONS) {
          asking.change = { ...asking.change, ...less };
          continue;
        }
        // Whoever waits for a turn has not been tried.
        if (error.kind === 'overloaded') continue;
        const isOver = attempt >= triesOf(error, tries, answeredAt);
        if (!isOver) {
          await sleep(jittered(pauseMs * 2 ** (attempt - 1)), undefined, {
            signal: ways.waiting,
          });
          attempt++;
        } else if (error.kind === 'hopeless') {
          throw new ModelRefused(error.message);
        } else if (
          error.kind === 'unreachable' ||
          (error.kind === 'unavailable' && !(await isThere(begunAt, ways)))
        ) {
          // It may come back: the shard is tried again later, rather than its responses given up.
          throw new ModelAway(error.message);
        } else if (attempt === 1) return failed(error.message);
        else return failed(`${error.message}, on the last of ${attempt} tries`);
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

/** How often a request is worth while; greedy decoding gives the same answer again. */
function triesOf({ kind, status, said }: RemoteFailure, tries: number, answeredAt: number): number {
  if (kind === 'refused') return 1;
  if (kind === 'empty') return Math.min(2, tries);
  if (kind !== 'hopeless') return tries;
  // An address that had answers before may be away for a moment.
  const isAddress = (status === 404 || status === 501) && !/model/i.test(said?.words ?? '');
  return isAddress && Number.isFinite(answeredAt) ? tries : 1;
}

/** Between half and all of it, at most half a minute, so that those who failed together do not come back together. */
function jittered(ms: number): number {
  return Math.min(ms, 30_000) * (0.5 + Math.random() / 2);
}
