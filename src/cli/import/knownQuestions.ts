import type { Client } from '../client/client.ts';

export interface KnownQuestion {
  externalId: string;
  slice: { slug: string; level: 'CATEGORY' | 'DOMAIN' | 'SUBDOMAIN' };
}

/** With what the benchmark's files say beside it. */
export interface ReferencedQuestion extends KnownQuestion {
  reference: Record<string, unknown> | null;
  content: readonly unknown[];
}

interface Page<Question> {
  benchmark: {
    questions: { nodes: Question[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } };
  } | null;
}

/** The questions a benchmark has by their ids; none where nothing is installed. */
export function findKnownQuestions(client: Client, slug: string): Promise<Map<string, KnownQuestion>> {
  return findAll(client, slug, 'externalId slice { slug level }');
}

export function findReferencedQuestions(
  client: Client,
  slug: string,
): Promise<Map<string, ReferencedQuestion>> {
  return findAll(client, slug, 'externalId slice { slug level } reference content { __typename }');
}

async function findAll<Question extends KnownQuestion>(
  client: Client,
  slug: string,
  fields: string,
): Promise<Map<string, Question>> {
  const known = new Map<string, Question>();
  const document = `query ($slug: String!, $after: String) { benchmark(slug: $slug) {
    questions(first: 100, after: $after) { nodes { ${fields} } pageInfo { hasNextPage endCursor } } } }`;
  let after: string | null = null;
  for (;;) {
    const page: Page<Question> = await client.query<Page<Question>>(document, { slug, after });
    if (!page.benchmark) return known;
    const { nodes, pageInfo } = page.benchmark.questions;
    for (const question of nodes) known.set(question.externalId, question);
    if (!pageInfo.hasNextPage) return known;
    after = pageInfo.endCursor;
  }
}
