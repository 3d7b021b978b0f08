import { copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { runCli } from '../../cli/runCli.ts';
import { test } from '../../support/fixtures.ts';
import { onnxFixture } from '../../workers/models.ts';

export function declare(): void {
  test('a file copied to its place is not pinned, says how to be, and is then taken', async ({
    home,
    databaseUrl,
  }) => {
    const folder = join(home, 'models/dfine-m');
    await mkdir(folder, { recursive: true });
    await copyFile(onnxFixture('dfine.onnx'), join(folder, 'model.onnx'));
    const env = { ASSAY_HOME: home, DATABASE_URL: databaseUrl, LOG_LEVEL: 'fatal' };
    const listed = async () => {
      const lines = JSON.parse((await runCli(['models', 'list', '--json'], { env })).out);
      return lines.find(({ name }: { name: string }) => name === 'dfine-m');
    };

    const before = await listed();
    const refused = await runCli(['worker', '--judge', 'dfine-m'], { env });
    const { code, out } = await runCli(['models', 'install', 'dfine-m', '--from', folder], { env });

    expect(before).toMatchObject({ state: 'not pinned', isInstalled: false });
    expect(refused.err).toContain(`pin it with \`assay models install dfine-m --from ${folder}\``);
    expect({ code, out }).toEqual({ code: 0, out: expect.stringContaining('was there already') });
    // Its colours are another model, which is not here.
    expect(await listed()).toMatchObject({ state: 'needs clip-vit-l-14', isInstalled: false });
  });
}
