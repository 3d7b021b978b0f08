import { parseGlobalId } from '../../core/ids.ts';
import type { Client } from '../client/client.ts';
import type { EvaluationEntry } from './manifest.ts';

const EVALUATIONS = `query ($after: String) { evaluations(first: 100, after: $after) {
  nodes { id status finishedAt judge { name revision }
    run { id settings benchmark { slug } model { name } } }
  pageInfo { hasNextPage endCursor } } }`;

interface Listed {
  id: string;
  status: string;
  finishedAt: string | null;
  judge: { name: string; revision: string };
  run: {
    id: string;
    settings: Record<string, unknown>;
    benchmark: { slug: string };
    model: { name: string };
  };
}

interface Page {
  evaluations: { nodes: Listed[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } };
}

/** Those that a directory holds; what is not given does not matter. */
export interface EvaluationFilter {
  benchmark?: string | undefined;
  model?: string | undefined;
  judge?: string | undefined;
}

const OPEN = ['QUEUED', 'RUNNING'];

export const isOpen = ({ status }: EvaluationEntry): boolean => OPEN.includes(status);

/** All evaluations that fit, oldest first, under the ids that exports have. */
export async function listEvaluations(
  client: Client,
  { benchmark, model, judge }: EvaluationFilter,
): Promise<EvaluationEntry[]> {
  const found: EvaluationEntry[] = [];
  for (let after: string | null = null; ; ) {
    const { evaluations }: Page = await client.query<Page>(EVALUATIONS, { after });
    found.push(...evaluations.nodes.map(entryOf));
    if (!evaluations.pageInfo.hasNextPage) break;
    after = evaluations.pageInfo.endCursor;
  }
  return found
    .filter((one) => benchmark === undefined || one.benchmark === benchmark)
    .filter((one) => model === undefined || one.model === model)
    .filter((one) => judge === undefined || one.judge === judge)
    .toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

const entryOf = ({ id, status, finishedAt, judge, run }: Listed): EvaluationEntry => ({
  id: uuidOf(id),
  run: uuidOf(run.id),
  benchmark: run.benchmark.slug,
  model: run.model.name,
  settings: run.settings,
  judge: judge.name,
  judgeRevision: judge.revision,
  status,
  finishedAt,
});

const uuidOf = (globalId: string): string => parseGlobalId(globalId)?.id ?? globalId;
