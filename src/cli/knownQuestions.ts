import type { Client } from './client.ts';

export interface KnownQuestion {
  externalId: string;
  slice: { slug: string; level: 'CATEGORY' | 'DOMAIN' | 'SUBDOMAIN' };
}

interface Page {
  benchmark: {
    questions: { nodes: KnownQuestion[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } };
  } | null;
}

const PAGE = `query ($slug: String!, $after: String) { benchmark(slug: $slug) {
  questions(first: 100, after: $after) {
    nodes { externalId slice { slug level } } pageInfo { hasNextPage endCursor } } } }`;

/** The questions a benchmark has by their ids; none where nothing is installed. */
export async function findKnownQuestions(client: Client, slug: string): Promise<Map<string, KnownQuestion>> {
  const known = new Map<string, KnownQuestion>();
  let after: string | null = null;
  for (;;) {
    const page: Page = await client.query<Page>(PAGE, { slug, after });
    if (!page.benchmark) return known;
    const { nodes, pageInfo } = page.benchmark.questions;
    for (const question of nodes) known.set(question.externalId, question);
    if (!pageInfo.hasNextPage) return known;
    after = pageInfo.endCursor;
  }
}
