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
}

/** A vision-language model, in this process or behind a server. */
export interface ChatModel {
  /** Answers in the order of the calls. Throws only when none of them could be tried. */
  ask(calls: readonly ChatCall[], signal?: AbortSignal): Promise<ChatAnswer[]>;
  close(): Promise<void>;
}
