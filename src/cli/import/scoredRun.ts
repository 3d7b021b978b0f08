import { canonicalJson, sha256 } from '../../core/canonicalJson.ts';
import { Refused } from '../client/answer.ts';
import type { Client } from '../client/client.ts';
import { Failure } from '../failure.ts';
import { runIdOf } from '../named.ts';
import { createRun } from './api.ts';

/** The run that scores are for. */
export interface ScoredRun {
  /** Null while it is to be made. */
  id: string | null;
  benchmark: string;
  /** What it has, as `question/sample`. */
  responses: ReadonlySet<string>;
  /** Whether responses are made from the rows: it has no content, only scores. */
  isMade: boolean;
}

/** How a person names it: by its id, or as the newest of a model on a benchmark. */
export interface RunNamed {
  run?: string | undefined;
  benchmark?: string | undefined;
  model?: string | undefined;
  makeRun?: boolean | undefined;
}

/** Marks runs that were made from scores alone, so that repeating an import finds its own. */
const MADE = { source: 'scores' };

interface RunNode {
  id: string;
  benchmark: { slug: string };
  settings: Record<string, unknown>;
  responseKeys: string[];
}

const FIELDS = 'id benchmark { slug } settings responseKeys';

export async function findScoredRun(client: Client, named: RunNamed): Promise<ScoredRun> {
  const { benchmark = '', model = '', makeRun = false } = named;
  const found =
    named.run === undefined
      ? await findNewest(client, benchmark, model)
      : await findRun(client, await runIdOf(client, named.run));
  if (found) {
    const isMade = makeRun && found.settings['source'] === MADE.source;
    return { id: found.id, benchmark: found.benchmark.slug, responses: new Set(found.responseKeys), isMade };
  }
  if (makeRun) return { id: null, benchmark, responses: new Set(), isMade: true };
  throw new Failure(
    `${model} has no run of ${benchmark}. Import its answers first, or make a run from the rows with --make-run`,
  );
}

async function findRun(client: Client, id: string): Promise<RunNode> {
  const { node } = await client.query<{ node: Partial<RunNode> | null }>(
    `query ($id: ID!) { node(id: $id) { ... on Run { ${FIELDS} } } }`,
    { id },
  );
  if (node?.id) return node as RunNode;
  throw new Failure(`--run: there is no run ${id}. See: assay runs list`);
}

async function findNewest(client: Client, benchmark: string, model: string): Promise<RunNode | null> {
  const newest = client.query<{ runs: { nodes: RunNode[] } }>(
    `query ($benchmark: String, $model: String) { runs(benchmark: $benchmark, model: $model, first: 1) {
      nodes { ${FIELDS} } } }`,
    { benchmark, model },
  );
  const { runs } = await newest.catch((error) => {
    // A model that nobody has run is no mistake where a run is to be made.
    if (error instanceof Refused && error.code === 'NOT_FOUND' && error.message.includes('model'))
      return { runs: { nodes: [] } };
    throw error;
  });
  return runs.nodes[0] ?? null;
}

export function makeScoredRun(
  client: Client,
  benchmark: string,
  model: string,
  samplesPerQuestion: number,
): Promise<string> {
  return createRun(client, {
    benchmark,
    model: { name: model, kind: benchmark === 'mmie' ? 'INTERLEAVED' : 'TEXT_TO_IMAGE' },
    settings: MADE,
    samplesPerQuestion,
    idempotencyKey: sha256(canonicalJson({ import: 'scores', benchmark, model, samplesPerQuestion })),
  });
}
