import type { Usage } from '../chat.ts';
import { NO_USAGE } from './usage.ts';
import { askedWait } from './waits.ts';
import { readError, type Said, sayOf, withoutKey } from './words.ts';

/**
 * What became of a request:
 * `overloaded` says to come later, which is no try; `unavailable` and `unreachable` have nobody who answers;
 * `passing` may go better next time, and `empty` perhaps once; `refused` is this request's own fault, `hopeless` is that
 * of every request: key, account, name of the model, address.
 */
export type FailureKind =
  | 'overloaded'
  | 'unavailable'
  | 'unreachable'
  | 'passing'
  | 'empty'
  | 'refused'
  | 'hopeless';

/** An answer that is none. */
export class RemoteFailure extends Error {
  override readonly name = 'RemoteFailure';
  readonly kind: FailureKind;
  /** How long the server asked to be left alone. */
  readonly waitMs: number | null;
  /** The status that it stands for; null where nothing was answered. */
  readonly status: number | null;
  /** What the server said. */
  readonly said: Said | null;
  /** What it took even so. */
  usage: Usage = NO_USAGE;

  constructor(
    kind: FailureKind,
    message: string,
    {
      waitMs = null,
      status = null,
      said = null,
    }: Partial<Pick<RemoteFailure, 'waitMs' | 'status' | 'said'>> = {},
  ) {
    super(message);
    this.kind = kind;
    this.waitMs = waitMs;
    this.status = status;
    this.said = said;
  }
}

/** What was asked, as far as it matters for saying what went wrong. */
export interface Asked {
  /** Path on the server. */
  path: string;
  showsPictures: boolean;
  key: string | null;
}

/** An answer with a status that is no success. */
export function failureOf(status: number, headers: Headers, body: string, asked: Asked): RemoteFailure {
  return classify(status, headers, readError(body), asked);
}

/** An error that came with a status of success, as gateways send them. */
export function embeddedFailure(error: unknown, headers: Headers, asked: Asked): RemoteFailure {
  const said = sayOf(error);
  const status = said.codes.map(Number).find((code) => Number.isInteger(code) && code >= 400 && code < 600);
  return classify(status ?? null, headers, said, asked);
}

function classify(status: number | null, headers: Headers, given: Said, asked: Asked): RemoteFailure {
  const said = { ...given, words: withoutKey(given.words, asked.key) };
  const wait = askedWait(headers, said);
  const kind = kindOf(status, said, wait);
  const behind = said.words === '' ? '' : `: ${said.words}`;
  const message = `the judge server answered ${whatOf(kind, status, asked)}${behind}`;
  const waitMs = kind === 'overloaded' || kind === 'unavailable' ? wait : null;
  return new RemoteFailure(kind, message, { waitMs, status, said });
}

/** The status, with a remedy where there is one. */
function whatOf(kind: FailureKind, status: number | null, { path, showsPictures, key }: Asked): string {
  if (status === null) return 'with an error';
  if (status === 401 || (status === 403 && kind === 'hopeless'))
    return `${status}, ${key === null ? 'JUDGE_API_KEY is not set' : 'JUDGE_API_KEY is wrong or may not do this'}`;
  if ([404, 405, 410, 501].includes(status)) return `${status} at ${path}`;
  if (status === 413)
    return showsPictures
      ? '413, the picture is too large for the server; JUDGE_MEDIA_URL lets it fetch pictures itself'
      : '413, the question is too large for the server';
  return String(status);
}

const OUT_OF_MONEY =
  /insufficient[ _-]?(?:quota|credits?|balance|funds)|out of credits|credit balance|billing[ _](?:hard[ _]limit|not[ _]active)|exceeded your (?:monthly|spend)|payment required|arrearage|account_deactivated|access_terminated|余额不足|欠费/i;

const NO_SUCH_MODEL =
  /model[ _-]?not[ _-]?(?:found|exist)|invalid[ _]model\b|unknown model|no such model|is not a valid model|models?\b[^.]{0,120}\b(?:does not exist|doesn't exist|do not have access|not found|is not (?:available|served)|has been (?:deprecated|removed|retired))/i;

const MODERATED =
  /moderation|flagged|content[ _-]?(?:policy|filter|management)|safety|harmful|prohibited|inappropriate/i;

/** In these words OpenAI says that the account is empty, and Google that a minute's share is; Google adds when it is not. */
const QUOTA = /exceeded your current quota/i;
const IS_SHARE = /rate[- ]limit(?!error)|per[ _-]?(?:minute|day)|quota exceeded for|retry in/i;

/** One request that is more than a whole minute's share would be told to come later for ever. */
const TOO_MUCH = /request too large|must be reduced/i;

function kindOf(status: number | null, said: Said, waitMs: number | null): FailureKind {
  const all = [...said.codes, said.words].join('\n');
  if (status === 401 || status === 402 || OUT_OF_MONEY.test(all)) return 'hopeless';
  if (QUOTA.test(all) && waitMs === null && !IS_SHARE.test(all)) return 'hopeless';
  if (status === 429 || status === 529) return TOO_MUCH.test(all) ? 'refused' : 'overloaded';
  if (status === 403) return MODERATED.test(all) ? 'refused' : 'hopeless';
  if (status === 404 || status === 405 || status === 410 || status === 501) return 'hopeless';
  if (status === 400 || status === 422 || status === null) {
    if (NO_SUCH_MODEL.test(all)) return 'hopeless';
    if (/no healthy (?:deployment|upstream)/i.test(all)) return 'unavailable';
    if (/rate[ _-]?limit|resource_exhausted|too[ _]many[ _]requests|overloaded/i.test(all))
      return 'overloaded';
    if (status !== null) return 'refused';
    if (/authentication|invalid[ _]api[ _]key|unauthenticated|permission_denied/i.test(all))
      return 'hopeless';
    return /invalid_request|invalid_argument|bad_?request|context_length/i.test(all) ? 'refused' : 'passing';
  }
  if (status === 502 || status === 503 || status === 504) return 'unavailable';
  if (status >= 500 || status === 408 || status === 409 || status === 425) return 'passing';
  return 'refused';
}
