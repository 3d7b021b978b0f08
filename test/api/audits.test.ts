import { readFileSync } from 'node:fs';
import { serverAudits } from 'graphql-http';
import { expect } from 'vitest';
import { test } from '../support/fixtures.ts';

interface Difference {
  id: string;
  name: string;
  /** Why it is left as it is. */
  reason: string;
}

const differences: Difference[] = JSON.parse(readFileSync(new URL('./audits.json', import.meta.url), 'utf8'));

test('GraphQL over HTTP is as its audits ask; only the MAYs listed with a reason differ', async ({ api }) => {
  // Requests by GET need the header that a form or a link of another site cannot send.
  const fetchFn: typeof fetch = (input, init) => {
    const headers = new Headers(init?.headers);
    headers.set('apollo-require-preflight', 'audit');
    return fetch(input, { ...init, headers });
  };

  const audits = serverAudits({ url: `${api.url}/graphql`, fetchFn });
  const results = await Promise.all(audits.map((audit) => audit.fn()));

  const failed = results.filter((result) => result.status !== 'ok');
  expect(failed.map(({ id, name, status }) => ({ id, name, status }))).toEqual(
    differences.map(({ id, name }) => ({ id, name, status: 'notice' })),
  );
  expect(results.length).toBeGreaterThan(60);
});

test('a GET that a page of another site could make is refused', async ({ api }) => {
  const answer = await fetch(`${api.url}/graphql?query=%7B__typename%7D`, {
    headers: { accept: 'application/json' },
  });

  expect(answer.status).toBe(400);
  expect(await answer.text()).toContain('CSRF');
});
