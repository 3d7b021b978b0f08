import { spawnSync } from 'node:child_process';
import { chmod, cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

const SCRIPT = join(import.meta.dirname, '../../scripts/install.js');
const LOCK = {
  '': { name: 'assay' },
  'node_modules/pg': { version: '8.23.1' },
  'node_modules/fsevents': { version: '2.3.3', optional: true },
};

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-install-'));
  for (const name of ['scripts', 'node_modules', 'bin']) await mkdir(join(folder, name));
  await cp(SCRIPT, join(folder, 'scripts/install.js'));
  await writeFile(join(folder, 'package.json'), '{"type":"module"}');
  await writeFile(join(folder, 'package-lock.json'), JSON.stringify({ packages: LOCK }));
});
afterEach(() => rm(folder, { recursive: true }));

/** What `npm ci` leaves behind in node_modules. */
const leave = (packages: object) =>
  writeFile(join(folder, 'node_modules/.package-lock.json'), JSON.stringify({ packages }));

/** Runs the script with an npm that does as `npm` says. */
async function install(npm: string) {
  await writeFile(join(folder, 'bin/npm'), `#!/bin/sh\n${npm}\n`);
  await chmod(join(folder, 'bin/npm'), 0o755);
  const path = `${join(folder, 'bin')}:${process.env['PATH']}`;
  const { status, stderr, stdout } = spawnSync(process.execPath, ['scripts/install.js'], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, PATH: path },
  });
  return { status, said: stdout + stderr };
}

test('after a plain npm ci nothing is installed again, and packages for other machines may be absent', async () => {
  await leave({ 'node_modules/pg': { version: '8.23.1' } });
  expect(await install('echo installed again; exit 1')).toEqual({ status: 0, said: '' });
});

test('another version, or none, is installed, and what npm says of others is not repeated', async () => {
  const npm = 'echo added 2 packages; exit 0';
  const said = expect.stringMatching(/^Installing packages .*\nPackages are installed \(\d+ s\)\.\n$/);
  expect(await install(npm)).toEqual({ status: 0, said });
  await leave({ 'node_modules/pg': { version: '8.0.0' } });
  expect(await install(npm)).toEqual({ status: 0, said });
});

test('what went wrong is shown', async () => {
  const { status, said } = await install('echo npm error code EACCES >&2; exit 243');
  expect(status).toBe(1);
  expect(said).toContain('npm error code EACCES');
  expect(said).toContain('npm ci failed');
});
