import { readFile } from 'node:fs/promises';
import { expect } from 'vitest';
import { type Answer, post } from '../support/builders.ts';
import { test } from '../support/fixtures.ts';
import { connect } from '../support/live.ts';
import { demoData, type Place, type Placeholders } from './demoData.ts';

interface Section {
  title: string;
  /** GraphQL blocks, and the variables of the last. */
  queries: string[];
  variables: string[];
  /** What is said outside the blocks. */
  words: string;
}

async function readSections(): Promise<Section[]> {
  const text = await readFile(new URL('../../docs/queries.md', import.meta.url), 'utf8');
  return text
    .split(/^## /m)
    .slice(1)
    .map((section) => ({
      title: section.split('\n')[0] as string,
      queries: blocks(section, 'graphql'),
      variables: blocks(section, 'json'),
      words: section
        .replaceAll(/^```[\s\S]*?^```$/gm, '')
        .split('\n')
        .slice(1)
        .join(' ')
        .trim(),
    }));
}

const blocks = (text: string, language: string): string[] =>
  [...text.matchAll(new RegExp(`^\`\`\`${language}\n([\\s\\S]*?)^\`\`\`$`, 'gm'))].map(
    (match) => match[1] as string,
  );

/** The words in capitals that stand for something of the reader's own. */
function filled(variables: string | undefined, placeholders: Placeholders): object {
  return JSON.parse(variables ?? '{}', (_, value) => {
    if (typeof value !== 'string' || !/^[A-Z_]+$/.test(value)) return value;
    expect(placeholders, value).toHaveProperty(value);
    return placeholders[value];
  });
}

type Answered = Pick<Answer, 'data' | 'errors'>;

async function ask({ api }: Pick<Place, 'api'>, query: string, variables: object): Promise<Answered> {
  if (!query.startsWith('subscription')) return post(api, query, variables);
  const connection = connect(api);
  try {
    for await (const result of connection.iterate(query, { ...variables })) return result as Answered;
    throw new Error('the subscription ended without an event');
  } finally {
    await connection.end();
  }
}

const LISTS = new Set(
  'nodes rows columns cells published criteria slices categories modes largestDifferences coverage judges workers outcomes content'.split(
    ' ',
  ),
);

/** Whether the answer says nothing: an object or list at the top, or a page anywhere, that is empty. */
function emptiness(value: unknown, path: string): string[] {
  if (value === null || typeof value !== 'object') return [];
  if (Array.isArray(value)) return value.flatMap((item, at) => emptiness(item, `${path}[${at}]`));
  return Object.entries(value).flatMap(([name, inner]) => {
    const place = `${path}.${name}`;
    const isList = LISTS.has(name);
    if (isList && Array.isArray(inner) && inner.length === 0) return [`${place} is empty`];
    if (path === 'data' && (inner === null || (Array.isArray(inner) && inner.length === 0)))
      return [`${place} is empty`];
    return emptiness(inner, place);
  });
}

test('there are twenty questions, each with one query and a sentence on how to read the answer', async () => {
  const sections = await readSections();

  expect(sections.map(({ title }) => Number.parseInt(title, 10))).toEqual(
    Array.from({ length: 20 }, (_, at) => at + 1),
  );
  for (const { title, queries, variables, words } of sections) {
    expect.soft(queries, title).toHaveLength(1);
    expect.soft(variables.length, title).toBe(queries[0]?.includes('$') ? 1 : 0);
    expect.soft(words, title).toMatch(/\.$/);
  }
});

test('every query is answered from the demo, without errors and not with nothing', {
  timeout: 180_000,
}, async ({ api, client, config, databaseUrl, log }) => {
  const placeholders = await demoData({ api, client, config, databaseUrl, log });

  for (const { title, queries, variables } of await readSections()) {
    const { data, errors } = await ask({ api }, queries[0] ?? '', filled(variables[0], placeholders));

    expect.soft(errors, title).toBeUndefined();
    expect.soft(emptiness(data, 'data'), title).toEqual([]);
  }
});
