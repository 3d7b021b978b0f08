import { expect, test } from 'vitest';
import type { Variables } from '../../src/cli/client/answer.ts';
import { ConnectionLost, NoServer, Refused } from '../../src/cli/client/answer.ts';
import type { Client } from '../../src/cli/client/client.ts';
import { resuming } from '../../src/cli/client/resume.ts';

interface Event {
  cursor: string;
  seq: number;
}

/** A network that delivers these connections one after the other: events, then how the connection ends. */
function network(...connections: [seqs: number[], end: Error | null][]) {
  const asked: unknown[] = [];
  const subscribe = async function* (_document: string, variables: Variables) {
    asked.push(variables['after']);
    const [seqs, end] = connections[asked.length - 1] ?? [[], new Error('nobody asked for this connection')];
    for (const seq of seqs) yield { event: { cursor: `c${seq}`, seq } };
    if (end) throw end;
  };
  return { asked, client: { url: 'http://api', subscribe } as unknown as Client };
}

async function follow(client: Client, patienceMs?: number) {
  const seen: number[] = [];
  const attempts: number[] = [];
  const events = resuming<{ event: Event }, Event>(
    client,
    '',
    {},
    {
      event: (data) => data.event,
      isLast: ({ seq }) => seq === 5,
      onReconnecting: (attempt) => attempts.push(attempt),
      ...(patienceMs === undefined ? {} : { patienceMs }),
    },
  );
  for await (const { seq } of events) seen.push(seq);
  return { seen, attempts };
}

const lost = new ConnectionLost('lost');
const refused = new NoServer('http://api', null);

test('goes on from the last cursor after a lost connection, nothing lost and nothing doubled', async () => {
  const { client, asked } = network([[1, 2, 3], lost], [[], refused], [[2, 3, 4], lost], [[5], null]);

  const { seen, attempts } = await follow(client);

  expect(seen).toEqual([1, 2, 3, 4, 5]);
  expect(asked).toEqual([null, 'c3', 'c3', 'c4']);
  expect(attempts).toEqual([1, 2, 1]);
});

test('a stream that ends in good order before its last event is taken up again', async () => {
  const { client, asked } = network([[1, 2], null], [[3, 4, 5], null]);

  expect((await follow(client)).seen).toEqual([1, 2, 3, 4, 5]);
  expect(asked).toEqual([null, 'c2']);
});

test('a server that is not there from the beginning is an error', async () => {
  await expect(follow(network([[], refused]).client)).rejects.toThrow('No Assay API at http://api');
});

test('what the server refuses is not tried again', async () => {
  const { client, asked } = network([[], new Refused('evaluation: there is none', 'NOT_FOUND')]);

  await expect(follow(client)).rejects.toThrow('evaluation: there is none');
  expect(asked).toHaveLength(1);
});

test('patience ends', async () => {
  const { client } = network([[1], lost], [[], refused], [[], refused]);

  await expect(follow(client, 100)).rejects.toThrow('http://api has not come back for');
});
