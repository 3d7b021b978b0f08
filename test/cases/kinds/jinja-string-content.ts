import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { test } from '../../support/fixtures.ts';
import { aCall, aVlm, tiny } from '../../workers/vlm/tiny.ts';

export function declare(folder: string): void {
  const template = () => readFile(join(folder, 'template.jinja'), 'utf8');

  test('a template that adds the content to a string is refused before it is asked anything', async () => {
    await expect(aVlm(tiny({ text: { template: await template() } }))).rejects.toThrow(/text\.template/);
  });

  test('or is given strings, where the manifest says how a picture is written', async () => {
    const vlm = await aVlm(tiny({ text: { template: await template(), imagePlaceholder: '{image}' } }));

    expect(await vlm.ask([aCall(['a'], 2)])).toMatchObject([{ error: null }]);
  });
}
