import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { readPicture } from '../../../src/media/picture.ts';
import { layoutOf } from '../../../src/workers/vlm/layouts.ts';
import { digest } from '../../media/noise.ts';
import { test } from '../../support/fixtures.ts';
import { tiny } from '../../workers/vlm/tiny.ts';

export function declare(folder: string): void {
  test.for(['fill', 'shortest'])(
    'a manifest of LLaVA 1.5 crops its middle as its processor does (%s)',
    async (resize) => {
      const photograph = join(folder, '../shrink-not-pillow/china.jpg');
      const { manifest } = tiny({
        input: { width: 336, height: 336, resize },
        layout: { kind: 'center-crop', tokensPerImage: 576 },
      });

      const tiles = await layoutOf(manifest).cut(await readPicture(await readFile(photograph)));

      expect(tiles.map(digest)).toEqual(['f3ee0c4e6bd6ab00']);
    },
  );
}
