import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { goldenSchema } from '../../src/workers/golden/file.ts';
import { manifestSchema } from '../../src/workers/manifest.ts';

test('the manifest and the golden file of the guide are what a worker reads', async () => {
  const guide = await readFile(join(import.meta.dirname, '../../models/README.md'), 'utf8');
  const [manifest, golden] = [...guide.matchAll(/```json\n(.*?)```/gs)].map(([, block = '']) =>
    JSON.parse(block),
  );

  expect(manifestSchema.parse(manifest)).toEqual(manifest);
  expect(goldenSchema.parse(golden)).toMatchObject(golden);
});
