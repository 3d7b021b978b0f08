import type { ChatAnswer } from './chat.ts';

/** An answer whose words a database takes: without NUL and halves of characters, which a server may send all the same. */
export function storable(answer: ChatAnswer): ChatAnswer {
  return { ...answer, text: cleaned(answer.text), error: cleaned(answer.error) };
}

const cleaned = (text: string | null): string | null =>
  text === null ? null : text.toWellFormed().replaceAll('\0', '\ufffd');
