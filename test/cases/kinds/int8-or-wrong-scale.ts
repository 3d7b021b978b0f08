import { cp, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { runCli } from '../../cli/runCli.ts';
import { test } from '../../support/fixtures.ts';
import { aFolder, quarters } from '../../workers/models.ts';
import { APPLES, aNetwork, appleNetwork } from '../../workers/networks.ts';

export function declare(): void {
  test('a scale that is wrong is found by the golden pictures of the user, and no work is taken', async ({
    databaseUrl,
    home,
  }) => {
    const models = join(home, 'models');
    const pictures = await aFolder();
    await writeFile(join(pictures, 'red.png'), await quarters(['red', 'red', 'red', 'red'], 100, 100));
    const env = { DATABASE_URL: databaseUrl, ASSAY_HOME: home, LOG_LEVEL: 'fatal' };
    await aNetwork(models, appleNetwork());
    await runCli(['models', 'golden', 'apples', '--from', pictures], { env });
    const wrong = { ...APPLES, name: 'wrong', input: { ...APPLES.input, scale: 1 / 65_025 } };
    await mkdir(join(models, 'wrong'));
    await cp(join(models, 'apples'), join(models, 'wrong'), { recursive: true });
    await aNetwork(models, appleNetwork(), wrong);

    const { code, err } = await runCli(['worker', '--judge', 'wrong'], { env });

    expect(code).toBe(1);
    expect(err).toMatch(
      /golden picture .*red\.png: expected apple 0\.9933 at \[25, 25, 75, 75\], saw nothing/,
    );
    expect(err).toContain('Usual cause: input.scale');
  });
}
