import { expect, test } from 'vitest';
import { loadJudge } from '../../src/workers/installed.ts';
import { type Judge, openJudge, type Percept } from '../../src/workers/judge.ts';
import { aFolder, aModel, COLOR_CLASSIFIER, CPU, DFINE, quarters } from './models.ts';

async function aJudge(difference: object = {}): Promise<Judge> {
  const root = await aFolder();
  await aModel(root, { ...DFINE, colors: 'colors', ...difference }, { model: 'dfine.onnx' });
  await aModel(root, COLOR_CLASSIFIER, { model: 'colors.onnx' });
  return openJudge(await loadJudge('dfine', [root]), CPU);
}

const brief = (percepts: Percept[] = []): [string, string | undefined][] =>
  percepts.map((percept) => [percept.class, percept.color]);

test('only classes whose colour is asked for get one, picture by picture', async () => {
  const judge = await aJudge();
  const prepared = await Promise.all(
    [['#f00', '#0f0', '#000', '#000'] as const, ['#f00', '#000', '#000', '#000'] as const].map(
      async (colors) => judge.prepare(await quarters(colors)),
    ),
  );

  const [first, second] = await judge.perceive(prepared, [new Set(['apple']), new Set()]);
  await judge.close();

  expect(brief(first)).toEqual([
    ['apple', 'red'],
    ['broccoli', undefined],
  ]);
  expect(first?.[0]?.colorLogits).toHaveLength(10);
  expect(brief(second)).toEqual([['apple', undefined]]);
});

test('no more objects of a class than the decision looks at get a colour: the best', async () => {
  const judge = await aJudge({ decide: { ...DFINE.decide, maxObjects: 1 } });
  const prepared = [await judge.prepare(await quarters(['#c00', '#f00', '#000', '#000']))];

  const [percepts] = await judge.perceive(prepared, [new Set(['apple'])]);
  await judge.close();

  expect(percepts?.map(({ box, color }) => [Math.round(box[0]), color])).toEqual([
    [100, 'red'],
    [0, undefined],
  ]);
});

test('a judge without a colour model refuses questions about colour instead of failing every picture', async () => {
  const judge = await aJudge({ colors: null });
  const prepared = [await judge.prepare(await quarters(['#f00', '#000', '#000', '#000']))];

  await expect(judge.perceive(prepared, [new Set(['apple'])])).rejects.toThrow(
    'dfine cannot tell colours: its manifest names no "colors"',
  );
  expect(brief((await judge.perceive(prepared, [new Set()]))[0])).toEqual([['apple', undefined]]);
  await judge.close();
});
