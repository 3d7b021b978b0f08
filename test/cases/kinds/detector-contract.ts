import { expect } from 'vitest';
import { loadJudge } from '../../../src/workers/installed.ts';
import { openJudge } from '../../../src/workers/judge.ts';
import { test } from '../../support/fixtures.ts';
import { CPU, quarters } from '../../workers/models.ts';

/** What each file is: why it is refused, or null where it is fed as it wants to be. */
const FILES: Readonly<Record<string, RegExp | null>> = {
  't-batch1': null,
  't-fp16in': null,
  't-fp16out': null,
  't-uint8': /input "pixel_values" is uint8, not float32 or float16/,
  't-size128': /"pixel_values" has a height of 128, not 64 \(input\.height of the manifest\)/,
  't-rfdetr91': /output "labels" has a number of classes of 91, not 80/,
};

export function declare(folder: string): void {
  for (const [name, refusal] of Object.entries(FILES))
    test(`${name} is ${refusal ? 'refused when it is opened' : 'fed as it wants to be'}`, async () => {
      const opening = loadJudge(name, [folder]).then((installed) => openJudge(installed, CPU));
      if (refusal) return expect(opening).rejects.toThrow(refusal);

      const judge = await opening;
      const picture = await judge.prepare(await quarters(['red', 'red', 'red', 'red']));
      const seen = await judge.perceive([picture, picture], [new Set(), new Set()]);
      await judge.close();
      expect(seen).toHaveLength(2);
    });
}
