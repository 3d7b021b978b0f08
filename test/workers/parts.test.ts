import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import type { NewScore } from '../../src/store/scores.ts';
import { openParts } from '../../src/workers/parts.ts';
import { openRoom } from '../../src/workers/room.ts';
import type { Findings } from '../../src/workers/scorer.ts';

const part = (...responses: string[]): Findings => ({
  scores: responses.map((responseId) => ({ responseId }) as NewScore),
  replies: [],
});
const named = ({ scores }: Findings) => scores.map(({ responseId }) => responseId).join('');

describe('findings of a shard that goes on', () => {
  test('are committed at once, then what gathered, and at the end the rest is given', async () => {
    const commits: string[] = [];
    const parts = openParts(async (findings) => {
      commits.push(named(findings));
      return true;
    }, 50);

    parts.add(part('a'));
    await sleep(10);
    for (const response of ['b', 'c']) parts.add(part(response));
    await sleep(100);
    parts.add(part('d'));
    parts.add(part('e'));

    expect(named(await parts.rest())).toBe('de');
    expect(commits).toEqual(['a', 'bc']);
  });

  test('are kept when a commit fails, for whoever ends the shard', async () => {
    let tries = 0;
    const parts = openParts(async () => {
      tries++;
      throw new Error('disk full');
    }, 1);

    parts.add(part('a'));
    await sleep(10);
    parts.add(part('b'));
    await sleep(10);

    expect(named(await parts.rest())).toBe('ab');
    expect(tries).toBe(1);
    expect(parts.lost.aborted).toBe(false);
  });

  test('say when the shard is lost', async () => {
    const parts = openParts(async () => false, 1);

    parts.add(part('a'));
    await sleep(10);

    expect(parts.lost.aborted).toBe(true);
    expect(named(await parts.rest())).toBe('');
  });
});

test('more calls are wanted while fewer than half as many wait as there are places, however these grow', async () => {
  let places = 4;
  const room = openRoom(() => places);
  const isFree = () => Promise.race([room.free().then(() => true), sleep(5).then(() => false)]);

  room.enter(6);
  const atFirst = await isFree();
  room.enter(1);
  const full = await isFree();
  const waiting = room.free();
  places = 8;
  room.leave();
  await waiting;

  expect([atFirst, full, await isFree()]).toEqual([true, false, true]);
});
