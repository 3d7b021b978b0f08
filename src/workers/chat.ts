import { AppError } from '../core/errors.ts';
import type { Picture } from '../media/picture.ts';

/** One piece of a message, in order: text, or a decoded picture, with the sha256 of its file where it has one. */
export type ChatSegment = { text: string } | { picture: Picture; digest?: string };

export interface ChatMessage {
  role: 'system' | 'user' | 'assistant';
  content: readonly ChatSegment[];
}

/** One question put to a vision-language model. */
export interface ChatCall {
  messages: readonly ChatMessage[];
  /**
   * The answers whose probabilities are wanted at the first answer position, each with all its spellings; empty when
   * the model is to write its answer in words.
   */
  options: readonly { value: number; spellings: readonly string[] }[];
  /** Most tokens of a written answer. */
  maxNewTokens: number;
}

/** What answers cost, as far as the server says; null for what it does not say. */
export interface Usage {
  /** Prompt and answer together. */
  tokens: number | null;
  promptTokens: number | null;
  /** Those of the prompt that the server had kept from before. */
  cachedTokens: number | null;
  /** Reasoning included. */
  completionTokens: number | null;
  /** In the server's currency, usually US dollars. */
  cost: number | null;
}

/** What came back. */
export interface ChatAnswer {
  /** The model's words; of a call with options the likeliest spelling. Null when the model failed. */
  text: string | null;
  /**
   * Probability of each option of the call, summed over its spellings and made to add up to 1; null for a call
   * without options or where the model does not tell.
   */
  probabilities: readonly number[] | null;
  /** Share of the whole distribution that the options had before that; low means the model wanted to say something else. */
  mass: number | null;
  /** Why there is no answer. */
  error: string | null;
  /** True when the words end where the model had used up its tokens. */
  isCut?: boolean;
  /** What the request went without since the server refuses it, of what the judge's revision names. */
  without?: readonly string[];
  /** Of every try of the call, those without an answer too; absent where nothing is counted. */
  usage?: Usage;
}

/** Nobody is there to answer, which may pass: whoever asks keeps the work for later. */
export class ModelAway extends AppError {
  constructor(message: string) {
    super('UNAVAILABLE', message);
  }
}

/**
 * No call can be answered as things are: the key, the account or the name of the model is refused. Whoever asks for a
 * living hands the work back and stops.
 */
export class ModelRefused extends AppError {
  constructor(message: string) {
    super('UNAVAILABLE', message);
  }
}

/** A vision-language model, in this process or behind a server. */
export interface ChatModel {
  /**
   * Answers in the order of the calls. Throws only when none of them could be tried, or when a signal aborts: `signal`
   * ends what is on its way too, `leaving` only what has not begun.
   */
  ask(calls: readonly ChatCall[], signal?: AbortSignal, leaving?: AbortSignal): Promise<ChatAnswer[]>;
  close(): Promise<void>;
}
