import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import packageFile from '../../package.json' with { type: 'json' };
import { closedPort, runCli, runProcess } from './runCli.ts';

test('an unknown command is answered with the nearest one and exit code 2', async () => {
  const { code, out, err } = await runProcess(['leaderbord']);

  expect(code).toBe(2);
  expect(err).toContain("unknown command 'leaderbord'\n(Did you mean leaderboard?)");
  expect(out).toBe('');
});

test('an unknown flag is answered with the nearest one and exit code 2', async () => {
  const { code, err } = await runCli(['leaderboard', '--benchmark', 'geneval', '--categry', 'counting']);

  expect(code).toBe(2);
  expect(err).toContain('(Did you mean --category?)\n(see `assay leaderboard --help`)');
});

test('without an API there is one line with the remedy and no stack', async () => {
  const ASSAY_URL = await closedPort();

  const { code, err } = await runProcess(['leaderboard', '--benchmark', 'geneval'], { env: { ASSAY_URL } });

  expect(code).toBe(1);
  expect(err).toBe(`error: No Assay API at ${ASSAY_URL}. Start it with \`npm start\`, or set ASSAY_URL.\n`);
});

test('watching without an API says so at once instead of reconnecting', async () => {
  const ASSAY_URL = await closedPort();

  const { code, err } = await runCli(['watch', 'RXZhbA'], { env: { ASSAY_URL } });

  expect(code).toBe(1);
  expect(err).toContain(`No Assay API at ${ASSAY_URL}.`);
});

test('a broken environment names the variable', async () => {
  const { code, err } = await runCli(['runs', 'list'], { env: { ASSAY_URL: 'not an address' } });

  expect(code).toBe(1);
  expect(err).toContain('ASSAY_URL');
});

test('help goes to standard output and succeeds, with every command in it', async () => {
  const { code, out } = await runProcess(['--help']);

  expect(code).toBe(0);
  for (const name of ['serve', 'worker', 'benchmark', 'models', 'import', 'leaderboard', 'watch', 'doctor']) {
    expect(out).toMatch(new RegExp(`^ {2}${name} `, 'm'));
  }
});

test('the help of import has one line for each thing that can be brought in', async () => {
  const { out } = await runCli(['import', '--help']);

  const listed = out.slice(out.indexOf('Commands:')).trim().split('\n').slice(1);
  expect(listed.map((line) => line.trim().split(' ')[0])).toEqual([
    ...['geneval', 'geneval-results', 'geneval-annotations'],
    ...['mmie-dataset', 'mmie-answers', 'mmie-results'],
    ...['evalalign-images', 'evalalign-replies', 'scores', 'help'],
  ]);
});

test.each([
  'import mmie-results',
  'import evalalign-replies',
  'import geneval-results',
  'import scores',
  'benchmark install',
  'models install',
  'import geneval',
  'leaderboard',
  'watch',
  'geneval decide',
])('assay %s --help has examples', async (words) => {
  const { code, out } = await runCli([...words.split(' '), '--help']);

  expect(code).toBe(0);
  expect(out).toContain('Example');
});

test('a reader that closes the pipe early is no error', async () => {
  const { code, err } = await new Promise<{ code: number | null; err: string }>((done) => {
    const main = resolve(import.meta.dirname, '../../src/cli/main.ts');
    const child = spawn(process.execPath, [main, 'models', 'list', '--json']);
    let err = '';
    child.stderr.on('data', (text) => {
      err += text;
    });
    child.stdout.destroy();
    void once(child, 'close').then(([code]) => done({ code, err }));
  });

  expect({ code, err }).toEqual({ code: 0, err: '' });
});

test('a mistyped flag is told as such, also where it was meant to be a required one', async () => {
  const { code, err } = await runCli(['leaderboard', '--benchmrk', 'geneval']);

  expect(code).toBe(2);
  expect(err).toContain("unknown option '--benchmrk'\n(Did you mean --benchmark?)");
  expect(err).not.toContain('required');
});

test('an export is not written under the name of another format', async () => {
  const { code, err } = await runCli(['export', 'scores', '-o', 'm.xlsx']);

  expect(code).toBe(2);
  expect(err).toBe(
    'error: m.xlsx: there is no export as .xlsx; end the name in .csv, .jsonl, .parquet, or say which with --format\n',
  );
});

describe('the command', () => {
  const BIN = resolve(import.meta.dirname, '../../bin/assay.js');
  const run = (words: string[], cwd: string, env = {}) =>
    spawnSync(process.execPath, [BIN, ...words], { cwd, encoding: 'utf8', env: { ...process.env, ...env } });

  test('runs in any folder, whose files it means', () => {
    const words = ['import', 'scores', 'none.csv', '--benchmark', 'mmie', '--model', 'm', '--judge', 'j'];

    const { status, stderr } = run(words, tmpdir(), { ASSAY_URL: 'http://localhost:1' });

    expect(status).toBe(1);
    expect(stderr).toContain('none.csv');
    expect(run(['--version'], tmpdir()).stdout).toBe(`${packageFile.version}\n`);
  });

  test('run by npm means the files of the folder that npm was called in', () => {
    const npm = { npm_lifecycle_event: 'assay', INIT_CWD: import.meta.dirname };
    const { stdout } = spawnSync(
      process.execPath,
      [
        '--import',
        'data:text/javascript,process.on("exit",()=>console.log(process.cwd()))',
        BIN,
        '--version',
      ],
      { cwd: tmpdir(), encoding: 'utf8', env: { ...process.env, ...npm } },
    );

    expect(stdout).toContain(import.meta.dirname);
  });

  test('completes commands, options and what an option takes', () => {
    const script = run(['completion', 'bash'], tmpdir()).stdout;
    const complete = (...words: string[]) => {
      const typed = `COMP_WORDS=(assay ${words.map((word) => `"${word}"`).join(' ')}); COMP_CWORD=${words.length}`;
      const { stdout } = spawnSync('bash', ['-c', `${script}\n${typed}; _assay; echo "\${COMPREPLY[*]}"`], {
        encoding: 'utf8',
      });
      return stdout.trim();
    };

    expect(complete('lead')).toBe('leaderboard');
    expect(complete('import', 'sc')).toBe('scores');
    expect(complete('leaderboard', '--mode', '')).toBe('official strict');
    expect(complete('leaderboard', '--benchmark', 'mmie', '--cat')).toBe('--category');
  });
});
