import type { InstalledPrompt } from '../benchmarks/evalalign/repliesFile.ts';
import type { Client } from './client.ts';

interface Page {
  benchmark: {
    questions: {
      nodes: { externalId: string; reference: Record<string, unknown> | null; content: unknown[] }[];
      pageInfo: { hasNextPage: boolean; endCursor: string | null };
    };
  };
}

const PAGE = `query ($after: String) { benchmark(slug: "evalalign") {
  questions(first: 100, after: $after) {
    nodes { externalId reference content { __typename } } pageInfo { hasNextPage endCursor } } } }`;

/** The prompts of both dimensions by their external ids; their references say which skills are asked. */
export async function findEvalalignPrompts(client: Client): Promise<Map<string, InstalledPrompt>> {
  const prompts = new Map<string, InstalledPrompt>();
  let after: string | null = null;
  for (;;) {
    const page: Page = await client.query<Page>(PAGE, { after });
    const { nodes, pageInfo } = page.benchmark.questions;
    for (const { externalId, reference, content } of nodes)
      prompts.set(externalId, { skills: Object.keys(reference ?? {}), isReleased: content.length > 0 });
    if (!pageInfo.hasNextPage) return prompts;
    after = pageInfo.endCursor;
  }
}
