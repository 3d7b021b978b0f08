// Builds the dashboard when its sources are newer than what was built. Plain JavaScript without packages of its own,
// since it runs before `npm start` and `npm test` on whatever Node the machine has.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';

process.chdir(new URL('..', import.meta.url).pathname);

const DIST = 'web/dist';
const STAMP = join(DIST, '.sources');
const COMPRESSED = new Set(['.js', '.css', '.svg', '.html']);

const filesOf = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();

function digestOfSources() {
  const hash = createHash('sha256');
  const sources = [...filesOf('web/src'), 'web/index.html', 'web/vite.config.ts', 'package-lock.json'];
  for (const file of [...sources, 'src/core/decimal.ts', 'scripts/buildWeb.js']) {
    hash.update(`${file}\0`).update(readFileSync(file)).update('\0');
  }
  return hash.digest('hex');
}

const digest = digestOfSources();
const isBuilt = existsSync(STAMP) && readFileSync(STAMP, 'utf8') === digest;

if (!isBuilt) {
  console.error('Building the dashboard…');
  const { status } = spawnSync(
    process.execPath,
    ['node_modules/vite/bin/vite.js', 'build', '--config', 'web/vite.config.ts', '--logLevel', 'warn'],
    { stdio: ['ignore', 'inherit', 'inherit'] },
  );
  if (status !== 0) {
    console.error('The dashboard was not built; see above.');
    process.exit(1);
  }
  for (const file of filesOf(DIST)) {
    if (!COMPRESSED.has(extname(file))) continue;
    const content = readFileSync(file);
    writeFileSync(`${file}.br`, brotliCompressSync(content));
    writeFileSync(`${file}.gz`, gzipSync(content, { level: 9 }));
  }
  writeFileSync(STAMP, digest);
}
