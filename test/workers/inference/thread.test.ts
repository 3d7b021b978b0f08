import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execArgv, execPath } from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { FLOATS } from '../../../src/workers/inference/contract.ts';
import { openSession } from '../../../src/workers/inference/session.ts';
import { aFolder, CPU } from '../models.ts';
import { appleNetwork } from '../networks.ts';

const named = (name: string) => ({ [name]: { types: FLOATS, sides: null } });
const aPicture = () => ({ pixel_values: { data: new Float32Array(3 * 64 * 64), dims: [1, 3, 64, 64] } });

async function aSlowFile(work: number) {
  const path = join(await aFolder(), 'slow.onnx');
  await writeFile(path, appleNetwork({ work }));
  return { model: 'slow', path, inputs: named('pixel_values'), outputs: named('logits') };
}

test('while the runtime computes, timers go on and what is asked of a database is heard', async () => {
  const session = await openSession(await aSlowFile(6), CPU);
  const ticks: number[] = [];
  const start = performance.now();
  const ticking = setInterval(() => ticks.push(performance.now()), 10);

  await session.run(aPicture());
  const took = performance.now() - start;
  clearInterval(ticking);
  await session.release();

  const gaps = [start, ...ticks, start + took].map((at, index, all) => at - (all[index - 1] ?? at));
  expect(took).toBeGreaterThan(100);
  expect(Math.max(...gaps)).toBeLessThan(took / 2);
});

test('what is fed is given away, unless it is shared memory', async () => {
  const session = await openSession(await aSlowFile(0), CPU);
  const own = aPicture();
  const shared = { data: new Float32Array(new SharedArrayBuffer(4 * 3 * 64 * 64)), dims: [1, 3, 64, 64] };

  const first = await session.run(own);
  const second = await session.run({ pixel_values: shared });
  await session.release();

  expect(second('logits').data).toEqual(first('logits').data);
  expect([own.pixel_values.data.length, shared.data.length]).toEqual([0, 3 * 64 * 64]);
});

test('a process whose sessions are open, or lost to an error, ends when its work is done', async () => {
  const { path } = await aSlowFile(0);
  const session = new URL('../../../src/workers/inference/session.ts', import.meta.url);
  const code = `
    const { openSession } = await import(${JSON.stringify(session.href)});
    const open = { types: ['float32'], sides: null };
    const file = { model: 'a', path: ${JSON.stringify(path)}, inputs: { pixel_values: open }, outputs: { logits: open } };
    await openSession(file, { device: 'cpu' });
    await openSession({ ...file, path: '/nowhere.onnx' }, { device: 'cpu' }).catch(() => {});`;

  const child = spawn(execPath, [...execArgv, '--input-type=module', '-e', code], { stdio: 'ignore' });

  expect(await once(child, 'exit')).toEqual([0, null]);
});

test('two Ctrl-C end a process at once while the runtime computes', async () => {
  const { path } = await aSlowFile(6);
  const source = (file: string) => JSON.stringify(new URL(`../../../src/${file}`, import.meta.url).href);
  const code = `
    const { onStopSignal } = await import(${source('cli/signals.ts')});
    const { openSession } = await import(${source('workers/inference/session.ts')});
    const open = { types: ['float32'], sides: null };
    const file = { model: 'a', path: ${JSON.stringify(path)}, inputs: { pixel_values: open }, outputs: { logits: open } };
    const session = await openSession(file, { device: 'cpu', threads: 1 });
    onStopSignal().addEventListener('abort', () => console.log('stopping'));
    for (let run = 0; run < 1000; run++)
      session.run({ pixel_values: { data: new Float32Array(3 * 64 * 64), dims: [1, 3, 64, 64] } });
    console.log('computing');`;
  const child = spawn(execPath, ['--input-type=module', '-e', code], { stdio: ['ignore', 'pipe', 'ignore'] });
  const ended = once(child, 'exit');

  await once(child.stdout, 'data');
  child.kill('SIGINT');
  const [heard] = await once(child.stdout, 'data');
  // So close together two would be one.
  await sleep(1100);
  const second = performance.now();
  child.kill('SIGINT');

  expect(`${heard}`).toBe('stopping\n');
  expect(await ended).toEqual([null, 'SIGINT']);
  expect(performance.now() - second).toBeLessThan(3000);
});
