import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { expect, test } from 'vitest';
import { commandsFor } from '../../src/cli/commands.ts';
import { contextOf } from '../../src/cli/context.ts';
import { buildProgram } from '../../src/cli/program.ts';

const ROOT = join(import.meta.dirname, '../..');
const PLACES = [
  'src',
  'web/src',
  'docs',
  'models',
  'schema',
  'bench',
  'README.md',
  'CONTRIBUTING.md',
  '.env.example',
];

const context = contextOf(process);
const program = buildProgram(await commandsFor(['--help'], context), context.terminal);

/** Everything that a person may read, with where it stands. */
const lines = PLACES.flatMap(filesOf)
  .filter((file) => /\.(ts|tsx|md|graphql|example|yaml|json)$/.test(file) && !file.includes('generated'))
  .flatMap((file) =>
    readFileSync(join(ROOT, file), 'utf8')
      .split('\n')
      .map((text, index) => ({ place: `${file}:${index + 1}`, text })),
  );

function filesOf(place: string): string[] {
  if (/\.[a-z]+$/.test(place)) return [place];
  return readdirSync(join(ROOT, place), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(ROOT.length + 1));
}

/** Command lines, as messages, help and pages write them: up to what ends the words for a shell. */
const written = lines.flatMap(({ place, text }) =>
  [...text.matchAll(/(?:^|[`\s(>])(?:npm run assay -- |assay )([a-z][^`'"<>|()\\;#,]*)/g)]
    .filter(([whole]) => /`/.test(whole) || /^\s*(?:[A-Z_]+=\S+ )*(?:npm run )?assay /.test(text))
    .map(([, words = '']) => ({
      place,
      words: words
        .replace(/\$\{[^}]*\}?/g, 'NAME')
        .trim()
        .split(/\s+/),
    })),
);

/** What is wrong with a command line; null where a shell would take it to the command meant. */
function complaint(words: readonly string[]): string | null {
  let command: Command = program;
  for (const word of words) {
    if (command.commands.length === 0 || word.startsWith('-')) break;
    const next = command.commands.find((one) => one.name() === word);
    if (!next) return `there is no \`assay ${words.join(' ')}\`: ${command.name()} has no ${word}`;
    command = next;
  }
  const known = new Set(['--help', ...command.options.flatMap(({ long }) => long ?? [])]);
  const unknown = words
    .filter((word) => /^--[a-z]/.test(word))
    .find((word) => !known.has(word.split(/[=.:]/)[0] ?? ''));
  return unknown ? `\`assay ${words.join(' ')}\`: there is no ${unknown}` : null;
}

test('every command that a message, a help or a page names exists, with its flags', () => {
  expect(written.length).toBeGreaterThan(100);
  expect(
    written.flatMap(({ place, words }) => {
      const wrong = complaint(words);
      return wrong ? [`${place}: ${wrong}`] : [];
    }),
  ).toEqual([]);
});

test('every page that a message, a help or a page names exists', () => {
  const named = lines.flatMap(({ place, text }) =>
    [...text.matchAll(/(?<![\w/.])((?:docs|bench|models)\/[\w/.-]*\w\.md)\b/g)].map(([, path = '']) => ({
      place,
      path,
    })),
  );
  expect(named.length).toBeGreaterThan(3);
  expect(named.filter(({ path }) => !existsSync(join(ROOT, path)))).toEqual([]);
});
