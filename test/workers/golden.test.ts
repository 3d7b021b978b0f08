import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CLASS_NAMES } from '../../src/benchmarks/geneval/names.ts';
import { findMovedAnswer } from '../../src/workers/golden/check.ts';
import { findDifference } from '../../src/workers/golden/compare.ts';
import { loadJudge } from '../../src/workers/installed.ts';
import { openJudge } from '../../src/workers/judge.ts';
import { aFolder, CPU, quarters } from './models.ts';
import { APPLES, aNetwork, appleNetwork } from './networks.ts';

const APPLE = { class: 'apple', score: 0.9933, box: [25, 25, 75, 75] };
const TOLERANCE = { score: 0.05, overlap: 0.8 };

/** A folder of models with the apple detector, and a golden picture that is red, 100 by 100. */
async function aGolden(golden: object, manifest: object = {}): Promise<string> {
  const root = await aFolder();
  await aNetwork(root, appleNetwork(), manifest);
  await mkdir(join(root, 'apples', 'golden'));
  await writeFile(
    join(root, 'apples', 'golden', 'red.png'),
    await quarters(['red', 'red', 'red', 'red'], 100, 100),
  );
  await writeFile(join(root, 'apples', 'golden.json'), JSON.stringify(golden));
  return root;
}

async function findMoved(...roots: string[]): Promise<string | null> {
  const installed = await loadJudge('apples', roots);
  const judge = await openJudge(installed, CPU);
  try {
    return await findMovedAnswer(judge, 'apples', roots, installed.decide);
  } finally {
    await judge.close();
  }
}

const shown = (...detections: object[]) => ({ pictures: [{ file: 'golden/red.png', detections }] });
const input = (changes: object) => ({ input: { ...APPLES.input, ...changes } });
const swapped = CLASS_NAMES.map((name) => ({ apple: 'orange', orange: 'apple' })[name as string] ?? name);

test.each<[string, object]>([
  ['with its score', shown(APPLE)],
  ['drawn by hand, a little off and without a score', shown({ class: 'apple', box: [24, 26, 77, 74] })],
  [
    'under no tolerance but a wide one',
    { tolerance: { boxPixels: 30 }, ...shown({ ...APPLE, box: [0, 0, 100, 100] }) },
  ],
])('a golden picture comes out: a box %s', async (_, golden) => {
  expect(await findMoved(await aGolden(golden))).toBeNull();
});

test.each<[string, object, RegExp]>([
  [
    'a scale of 1',
    input({ scale: 1 / 65_025 }),
    /expected apple 0\.9933 at \[25, 25, 75, 75\], saw nothing\. Usual cause: input\.scale/,
  ],
  [
    'the other kind of box',
    { output: { ...APPLES.output, boxFormat: 'xyxy' } },
    /saw apple 0\.9933 at \[50, 50, 50, 50\]\. Usual cause: output\.boxFormat/,
  ],
  [
    'classes in another order',
    { classes: swapped },
    /saw orange 0\.9933 at \[25, 25, 75, 75\]\. Usual cause: the order of "classes"/,
  ],
  ['blue where red should be', input({ channels: 'bgr' }), /saw nothing\. Usual cause: .*input\.channels/],
  [
    'numbers a little off',
    input({ std: [1.2, 1.2, 1.2] }),
    /saw apple 0\.9656 at .*Usual cause: other weights than those expected \(quantised to int8/,
  ],
])(
  '%s is refused: which picture, what was expected and seen, and what usually causes it',
  async (name, manifest, message) => {
    const tolerance = name.startsWith('numbers') ? { tolerance: { score: 0.01 } } : {};

    const moved = await findMoved(await aGolden({ ...tolerance, ...shown(APPLE) }, manifest));

    expect(moved).toMatch(/^golden picture \/.*\/apples\/golden\/red\.png: expected /);
    expect(moved).toMatch(message);
  },
);

test('a picture in which nothing may be found', async () => {
  expect(await findMoved(await aGolden(shown()))).toMatch(
    /expected nothing from 0\.5 upwards, saw apple 0\.9933/,
  );
});

test("the user's golden pictures do not hide the program's, nor theirs the user's", async () => {
  const right = await aGolden(shown(APPLE));
  const wrong = await aGolden(shown({ ...APPLE, class: 'cat' }));

  expect(await findMoved(right, right)).toBeNull();
  expect(await findMoved(right, wrong)).toContain('expected cat');
  expect(await findMoved(wrong, right)).toContain('expected cat');
});

test.each<[string, object, RegExp]>([
  [
    'a picture that is not there',
    { pictures: [{ file: 'golden/blue.png', detections: [APPLE] }] },
    /blue\.png is not there; restore it/,
  ],
  [
    'a file that is no picture',
    { pictures: [{ file: 'manifest.json', detections: [APPLE] }] },
    /Golden picture .*manifest\.json: The picture cannot be read/,
  ],
  ['an unknown class', shown({ ...APPLE, class: 'appel' }), /no golden set:\n.*unknown class "appel"/],
  ['a box of three sides', shown({ ...APPLE, box: [1, 2, 3] }), /no golden set/],
  ['a word too many', { ...shown(APPLE), picture: [] }, /no golden set:\n.*Unrecognized key: "picture"/],
  [
    'a path that leaves the folder',
    { pictures: [{ file: '../red.png', detections: [] }] },
    /must be a path inside the folder/,
  ],
])('a golden file with %s is an error that names it', async (_, golden, message) => {
  await expect(findMoved(await aGolden(golden))).rejects.toThrow(message);
});

test('what is seen exactly is never a difference, and what is seen nowhere always is one', () => {
  const side = fc.integer({ min: 0, max: 500 });
  const box = fc
    .tuple(side, side, side, side)
    .map(([x, y, width, height]): [number, number, number, number] => [x, y, x + width + 1, y + height + 1]);
  const detection = fc.record({
    class: fc.constantFrom(...CLASS_NAMES),
    score: fc.float({ min: 0.5, max: 1, noNaN: true }),
    box,
  });
  fc.assert(
    fc.property(fc.array(detection, { minLength: 1, maxLength: 5 }), (seen) => {
      const picture = { file: 'a.png', detections: seen };
      expect(findDifference(picture, seen, TOLERANCE, 0.5)).toBeNull();
      const others = seen.map((one) => ({ ...one, class: `not ${one.class}` }));
      expect(findDifference(picture, others, TOLERANCE, 0.5)).toMatch(/^expected .*Usual cause: ./);
    }),
  );
});
