import type { Client } from '../client/client.ts';
import { Failure } from '../failure.ts';
import type { ReplyInput } from './api.ts';

interface Page {
  node: {
    responses: {
      nodes: {
        question: { externalId: string };
        replies: { part: string; text: string | null }[];
      }[];
      pageInfo: { hasNextPage: boolean; endCursor: string | null };
    };
  };
}

const PAGE = `query ($run: ID!, $evaluation: ID!, $after: String) { node(id: $run) { ... on Run {
  responses(first: 100, after: $after) {
    nodes { question { externalId } replies(evaluation: $evaluation) { part text } }
    pageInfo { hasNextPage endCursor } } } } }`;

/**
 * A run that is shared by several files may have other replies already, which an import would silently leave in place.
 * Throws naming the first that differs.
 */
export async function refuseOtherReplies(
  client: Client,
  run: string,
  evaluation: string,
  replies: AsyncIterable<ReplyInput>,
): Promise<void> {
  const there = await findTexts(client, run, evaluation);
  for await (const { question, criterion, text } of replies) {
    const stored = there.get(keyOf(question, criterion));
    if (stored === undefined || stored === text) continue;
    throw new Failure(
      `${criterion} of ${question}: this model and judge have another reply there already. Other pictures of the same model need other --settings, another judge --judge-revision`,
    );
  }
}

const keyOf = (question: string, criterion: string): string => `${question}\n${criterion}`;

async function findTexts(
  client: Client,
  run: string,
  evaluation: string,
): Promise<Map<string, string | null>> {
  const texts = new Map<string, string | null>();
  let after: string | null = null;
  for (;;) {
    const page: Page = await client.query<Page>(PAGE, { run, evaluation, after });
    const { nodes, pageInfo } = page.node.responses;
    for (const { question, replies } of nodes)
      for (const { part, text } of replies) texts.set(keyOf(question.externalId, part), text);
    if (!pageInfo.hasNextPage) return texts;
    after = pageInfo.endCursor;
  }
}
