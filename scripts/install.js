// Installs the packages when they are missing or older than the lockfile. Plain JavaScript without packages, since
// it runs before there are any, on whatever Node the machine has.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

process.chdir(new URL('..', import.meta.url).pathname);

const STAMP = 'node_modules/.assay-installed';
const wanted = createHash('sha256').update(readFileSync('package-lock.json')).digest('hex');
const isInstalled = existsSync(STAMP) && readFileSync(STAMP, 'utf8') === wanted;

if (!isInstalled) {
  console.error('Installing packages (a minute or two, once)…');
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (status !== 0) {
    console.error('npm ci failed. Assay needs npm 11 and the npm registry for its first start.');
    process.exit(1);
  }
  writeFileSync(STAMP, wanted);
}
