import { createServer, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

/** What a completion takes; of a slow one in eight, in the order in which they are asked for. */
const EVEN_MS = 300;
const SLOW_MS = 4000;
const SLOW_EVERY = 8;

/** A server of a judge that is never too busy: `/even` takes as long for every answer, `/mixed` longer for a few. */
let mixed = 0;
const answer = (response: ServerResponse, value: object): void => {
  response.setHeader('content-type', 'application/json').end(JSON.stringify(value));
};
const http = createServer(async (request, response) => {
  await request.toArray();
  if (request.url === '/again') {
    mixed = 0;
    return answer(response, {});
  }
  const isSlow = request.url?.startsWith('/mixed') && mixed++ % SLOW_EVERY === SLOW_EVERY - 1;
  await sleep(isSlow ? SLOW_MS : EVEN_MS);
  answer(response, {
    choices: [{ message: { role: 'assistant', content: '5' }, finish_reason: 'stop' }],
    usage: { prompt_tokens: 900, completion_tokens: 1, total_tokens: 901 },
  });
});
process.once('SIGTERM', () => process.exit(0));
http.listen(0, '127.0.0.1', () => {
  const address = http.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  process.send?.({ ready: `http://127.0.0.1:${address.port}` });
});
