import type { Client } from '../client/client.ts';
import { Failure } from '../failure.ts';

export interface Question {
  externalId: string;
  /** What the benchmark's files say beside the question: GenEval's rule. */
  reference: unknown;
  /** The leaf slice: GenEval's task. */
  slice: { slug: string };
  /** Whether every full run answers it. */
  isInstalled: boolean;
}

export interface InstalledBenchmark {
  slug: string;
  name: string;
  samplesPerQuestion: number;
  questions: Question[];
}

interface Page {
  benchmark: {
    slug: string;
    name: string;
    samplesPerQuestion: number;
    isInstalled: boolean;
    questions: { nodes: Question[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } };
  } | null;
}

const PAGE = `query ($slug: String!, $after: String) { benchmark(slug: $slug) {
  slug name samplesPerQuestion isInstalled
  questions(first: 100, after: $after) {
    nodes { externalId reference slice { slug } isInstalled } pageInfo { hasNextPage endCursor } } } }`;

/** An installed benchmark with all its questions, in its order. Throws with the remedy when it is not installed. */
export async function findInstalledBenchmark(client: Client, slug: string): Promise<InstalledBenchmark> {
  const questions: Question[] = [];
  let page = await findPage(client, slug, null);
  for (;;) {
    const { nodes, pageInfo } = page.questions;
    questions.push(...nodes);
    if (!pageInfo.hasNextPage) return { ...page, questions };
    page = await findPage(client, slug, pageInfo.endCursor);
  }
}

async function findPage(
  client: Client,
  slug: string,
  after: string | null,
): Promise<NonNullable<Page['benchmark']>> {
  const { benchmark } = await client.query<Page>(PAGE, { slug, after });
  if (!benchmark) throw new Failure(`There is no benchmark "${slug}". See: assay benchmark list`);
  if (!benchmark.isInstalled) {
    throw new Failure(`${slug} is not installed. Install it with: assay benchmark install ${slug}`);
  }
  return benchmark;
}
