import { Failure } from '../failure.ts';
import { type Answer, foreignAnswer, Refused } from './answer.ts';

const CHUNK_LENGTH = 1 << 16;

/** A request whose body is JSON lines, sent as they come. */
export function linesRequest(lines: AsyncIterable<unknown>): RequestInit & { duplex: 'half' } {
  const headers = { 'content-type': 'application/x-ndjson', accept: 'application/json' };
  return { method: 'POST', headers, body: ReadableStream.from(chunks(lines)), duplex: 'half' };
}

async function* chunks(lines: AsyncIterable<unknown>): AsyncGenerator<Uint8Array> {
  let text = '';
  for await (const line of lines) {
    text += `${JSON.stringify(line)}\n`;
    if (text.length < CHUNK_LENGTH) continue;
    yield Buffer.from(text);
    text = '';
  }
  if (text !== '') yield Buffer.from(text);
}

/** What a route answers. Throws with the server's own words when it refuses. */
export async function answerOf<Data>(response: Response): Promise<Data> {
  const text = await response.text();
  try {
    const answer = JSON.parse(text) as Data & { error?: string; code?: string } & Answer<Data>;
    if (response.ok) return answer;
    if (answer.error) throw new Refused(answer.error, answer.code ?? null);
  } catch (error) {
    if (error instanceof Refused) throw error;
  }
  throw new Failure(foreignAnswer(response.url, response.status, 'JSON'));
}
