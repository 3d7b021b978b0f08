import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { openDetector } from '../../../src/workers/detector.ts';
import { type Installed, loadModel } from '../../../src/workers/installed.ts';
import type { DetectorManifest } from '../../../src/workers/manifest.ts';
import { test } from '../../support/fixtures.ts';
import { aFolder, CPU, quarters } from '../../workers/models.ts';
import { aNetwork, appleNetwork, type Export } from '../../workers/networks.ts';

/** The variants of which the first batch failed; null for one that is to work. */
const VARIANTS: Readonly<Record<string, [Export, RegExp | null]>> = {
  'static-batch1': [{ batch: 1, computes: 1 }, null],
  'fp16-io': [{ input: { type: 'float16' }, output: { type: 'float16' } }, null],
  'declares-640': [{ side: 640 }, /has a height of 640, not 64/],
  nhwc: [{ input: { isChannelsLast: true } }, /takes channels last/],
  'uint8-input': [{ input: { type: 'uint8' } }, /is uint8/],
  list79: [{ classes: 79 }, /has a number of classes of 79, not 80/],
  list81: [{ classes: 81 }, /has a number of classes of 81, not 80/],
  coco91: [{ classes: 91 }, /has a number of classes of 91, not 80/],
};

export function declare(folder: string): void {
  for (const [name, [how, refusal]] of Object.entries(VARIANTS))
    test(`${name} ${refusal ? 'is refused when it is opened' : 'works with two pictures'}`, async () => {
      expect(await readFile(join(folder, 'wrong.txt'), 'utf8')).toContain(`\n${name} `);
      const root = await aFolder();
      await aNetwork(root, appleNetwork(how));
      const opening = openDetector((await loadModel('apples', [root])) as Installed<DetectorManifest>, CPU);
      if (refusal) return expect(opening).rejects.toThrow(refusal);

      const detector = await opening;
      const picture = await detector.prepare(await quarters(['red', 'red', 'red', 'red']));
      const seen = await detector.infer([picture, picture]);
      await detector.close();
      expect(seen.map(([best]) => best?.class)).toEqual(['apple', 'apple']);
    });
}
