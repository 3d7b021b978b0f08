// Installs the packages when they are missing or other than the lockfile says. Plain JavaScript without packages, since
// it runs before there are any, on whatever Node the machine has.
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';

process.chdir(new URL('..', import.meta.url).pathname);

/** npm keeps it in whatever it has installed, by this script or by hand. */
const INSTALLED = 'node_modules/.package-lock.json';

const wanted = packagesOf('package-lock.json');
if (!isInstalled()) await install();

function packagesOf(lockfile) {
  const { packages } = JSON.parse(readFileSync(lockfile, 'utf8'));
  delete packages[''];
  return packages;
}

/** Those for other machines are optional and may be absent. */
function isInstalled() {
  if (!existsSync(INSTALLED)) return false;
  const there = packagesOf(INSTALLED);
  return Object.entries(wanted).every(([path, { version, optional }]) =>
    there[path] ? there[path].version === version : optional === true,
  );
}

async function install() {
  const isTerminal = process.stderr.isTTY === true;
  const say = (text) => process.stderr.write(isTerminal ? `\r\x1b[2K${text}` : `${text}\n`);
  const total = Object.keys(wanted).filter((path) => !path.includes('/node_modules/')).length;
  say('Installing packages (a minute or two, once)…');
  const began = Date.now();
  const watch = setInterval(() => {
    if (isTerminal) say(`Installing packages (once): ${Math.min(installedSoFar(), total)} of ${total}`);
  }, 500);
  // Warnings are about how other people's packages are kept; what goes wrong is an error and is shown.
  const npm = spawn('npm', ['ci', '--no-audit', '--no-fund', '--no-progress', '--loglevel=error'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let errors = '';
  npm.stderr.on('data', (text) => {
    errors += text;
  });
  const status = await new Promise((resolve) => {
    npm.on('close', resolve);
    npm.on('error', (error) => {
      errors += error.message;
      resolve(1);
    });
  });
  clearInterval(watch);
  if (status !== 0) {
    say(errors.trim());
    process.stderr.write('\nnpm ci failed. Assay needs npm 11 and the npm registry for its first start.\n');
    process.exit(1);
  }
  say(`Packages are installed (${Math.round((Date.now() - began) / 1000)} s).`);
  if (isTerminal) process.stderr.write('\n');
}

/** Folders at the top of node_modules, those of scopes counted one by one. */
function installedSoFar() {
  const namesOf = (folder) => {
    try {
      return readdirSync(folder).filter((name) => !name.startsWith('.'));
    } catch {
      return []; // npm has not made it yet
    }
  };
  return namesOf('node_modules').reduce(
    (sum, name) => sum + (name.startsWith('@') ? namesOf(`node_modules/${name}`).length : 1),
    0,
  );
}
