import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Asked, aChatServer, type Behaviour, type ChatServer } from '../workers/chatServer.ts';

/**
 * A server that answers with the `reply.json` of a case: a completion, or a status and a body. `otherwise` is what it
 * says to requests that the reply is not for.
 */
export async function aReplyServer(
  folder: string,
  isFor: (asked: Asked) => boolean = () => true,
  otherwise: Behaviour = {},
): Promise<ChatServer> {
  const reply = JSON.parse(readFileSync(join(folder, 'reply.json'), 'utf8'));
  const { status = 200, body = reply } = reply;
  return aChatServer((asked) => (isFor(asked) ? { status, body: JSON.stringify(body) } : otherwise));
}
