import { existsSync, readdirSync, utimesSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, expect } from 'vitest';
import type { Piece } from '../../src/api/export/batches.ts';
import type { SpoolFile } from '../../src/api/export/growingFile.ts';
import { openSpool } from '../../src/api/export/spool.ts';
import { takeTurns } from '../../src/api/export/turns.ts';
import { sha256 } from '../../src/core/canonicalJson.ts';

const test = base.extend<{ folder: string }>({
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads the names of a fixture's needs from here
  folder: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'assay-spool-'));
    await use(folder);
    await rm(folder, { recursive: true, force: true });
  },
});

const piece = (text: string): Piece => ({ bytes: Buffer.from(text), rows: 1 });

async function* pieces(...texts: string[]): AsyncGenerator<Piece> {
  for (const text of texts) yield piece(text);
}

async function contentOf(file: SpoolFile, start?: number, end?: number): Promise<string> {
  const chunks = [];
  for await (const chunk of file.read(start, end)) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

test('a file is read while it grows, from wherever one begins', async ({ folder }) => {
  const spool = openSpool(folder, 1e6);
  const gates = Array.from({ length: 3 }, () => Promise.withResolvers<void>());
  const file = await spool.make('a', async function* () {
    for (const [index, gate] of gates.entries()) {
      await gate.promise;
      yield piece(`piece ${index} `);
    }
  });
  const reader = file.read();
  const late = contentOf(file, 8, 19);

  gates[0]?.resolve();
  const first = await reader.next();
  const isWhole = file.whole !== null;
  gates[1]?.resolve();
  gates[2]?.resolve();
  const whole = await file.finished;

  expect(String(first.value)).toBe('piece 0 ');
  expect(isWhole).toBe(false);
  expect(await late).toBe('piece 1 piec');
  expect(await contentOf(file)).toBe('piece 0 piece 1 piece 2 ');
  expect(whole).toEqual({ bytes: 24, rows: 3, sha256: sha256('piece 0 piece 1 piece 2 ') });
});

test('one that cannot be made to its end is not there, and its readers are told', async ({ folder }) => {
  const spool = openSpool(folder, 1e6);
  const file = await spool.make('a', async function* () {
    yield piece('the beginning');
    throw new Error('the database went away');
  });

  await expect(contentOf(file)).rejects.toThrow('the database went away');
  await expect(file.finished).rejects.toThrow('the database went away');

  expect(readdirSync(folder)).toEqual([]);
  const again = await spool.make('a', () => pieces('all of it'));
  expect(await contentOf(again)).toBe('all of it');
});

test('one is found again by another process, unless it was cut short', async ({ folder }) => {
  const file = await openSpool(folder, 1e6).make('a', () => pieces('one ', 'two'));
  await file.finished;

  const found = await openSpool(folder, 1e6).find('a');
  const none = await openSpool(folder, 1e6).find('b');

  expect(found?.whole).toEqual({ bytes: 7, rows: 2, sha256: sha256('one two') });
  expect(await contentOf(found as SpoolFile, 4)).toBe('two');
  expect(none).toBeNull();
});

test('those used longest ago make room, and who reads one reads it to its end', async ({ folder }) => {
  const spool = openSpool(folder, 250);
  const text = 'x'.repeat(100);
  for (const name of ['a', 'b']) {
    const file = await spool.make(name, () => pieces(text));
    await file.finished;
  }
  const long = new Date(Date.now() - 60_000);
  for (const name of ['a', 'b']) utimesSync(join(folder, `${name}.json`), long, long);
  await spool.find('a');
  const oldest = await spool.find('b');
  utimesSync(join(folder, 'b.json'), long, long);
  const reader = (oldest as SpoolFile).read(0, 9);
  await reader.next();

  const file = await spool.make('c', () => pieces(text));
  await file.finished;

  await expect.poll(() => existsSync(join(folder, 'b.export'))).toBe(false);
  expect(existsSync(join(folder, 'a.export'))).toBe(true);
  expect(existsSync(join(folder, 'c.export'))).toBe(true);
  expect((await reader.next()).done).toBe(true);
});

test('closing ends what is being written and leaves no part of it', async ({ folder }) => {
  const spool = openSpool(folder, 1e6);
  const gate = Promise.withResolvers<void>();
  const file = await spool.make('a', async function* () {
    yield piece('the beginning');
    await gate.promise;
    yield piece('more');
  });

  const closing = spool.close();
  gate.resolve();
  await closing;

  await expect(file.finished).rejects.toThrow('The server is stopping');
  expect(readdirSync(folder)).toEqual([]);
});

test('two work at once, and the third when one of them is done', async () => {
  const turn = takeTurns(2);
  const [first, second] = [await turn(), await turn()];
  let isThirdIn = false;
  const third = turn().then((end) => {
    isThirdIn = true;
    return end;
  });
  await Promise.resolve();
  const before = isThirdIn;

  first();
  first();
  const end = await third;

  expect(before).toBe(false);
  expect(isThirdIn).toBe(true);
  end();
  second();
});
