import { parseGlobalId } from '../core/ids.ts';
import type { Client } from './client/client.ts';
import { Failure } from './failure.ts';

type NamedType = 'Run' | 'Evaluation';

interface Listed {
  id: string;
  model: string;
  about: string;
}

interface Page<Node> {
  listed: { nodes: Node[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } };
}

const RUNS = `query ($after: String) { listed: runs(first: 100, after: $after) {
  nodes { id model { name } benchmark { slug } } pageInfo { hasNextPage endCursor } } }`;
const EVALUATIONS = `query ($after: String) { listed: evaluations(first: 100, after: $after) {
  nodes { id judge { name } run { model { name } benchmark { slug } } } pageInfo { hasNextPage endCursor } } }`;

/** Ids are long and begin alike, since they begin with a time; a shorter part would be a guess. */
const SHORTEST = 4;
const EXAMPLES = 3;

/** How commands that take an id explain what else they take. */
export const SHORT_IDS = `
An id may be given short, as a beginning or an end that no other has, or as latest or latest:MODEL.`;

export const runIdOf = (client: Client, given: string): Promise<string> => idOf(client, 'Run', given);
export const evaluationIdOf = (client: Client, given: string): Promise<string> =>
  idOf(client, 'Evaluation', given);

/**
 * The global id of what a person names: by its id, by a part of it that only one begins or ends with, or as the
 * `latest`, of a model or of all. Throws where none or several are meant, and says which.
 */
async function idOf(client: Client, type: NamedType, given: string): Promise<string> {
  if (parseGlobalId(given)?.type === type) return given;
  const plural = type === 'Run' ? 'runs' : 'evaluations';
  const remedy = `See: assay ${plural} list`;
  const [word, ...rest] = given.split(':');
  if (word === 'latest') {
    const model = rest.join(':');
    for await (const one of newestFirst(client, type)) if (model === '' || one.model === model) return one.id;
    throw new Failure(`There are no ${plural}${model && ` of a model "${model}"`}. ${remedy}`);
  }
  if (given.length < SHORTEST)
    throw new Failure(`"${given}" is too short to name one of the ${plural}. ${remedy}`);
  const meant: Listed[] = [];
  for await (const one of newestFirst(client, type)) {
    const forms = [one.id, parseGlobalId(one.id)?.id ?? ''];
    if (forms.some((form) => form.startsWith(given) || form.endsWith(given))) meant.push(one);
  }
  const [only] = meant;
  if (only && meant.length === 1) return only.id;
  if (!only) throw new Failure(`No id of the ${plural} begins or ends with "${given}". ${remedy}`);
  const examples = meant.slice(0, EXAMPLES).map(({ id, about }) => `${id} (${about})`);
  const more = meant.length > EXAMPLES ? ` and ${meant.length - EXAMPLES} more` : '';
  throw new Failure(
    `"${given}" may be any of ${meant.length} ${plural}: ${examples.join(', ')}${more}. Give more of the id`,
  );
}

async function* newestFirst(client: Client, type: NamedType): AsyncGenerator<Listed> {
  for (let after: string | null = null; ; ) {
    const { rows, next }: { rows: Listed[]; next: string | null } = await pageOf(client, type, after);
    yield* rows;
    if (next === null) return;
    after = next;
  }
}

interface RunNode {
  id: string;
  model: { name: string };
  benchmark: { slug: string };
}

async function pageOf(client: Client, type: NamedType, after: string | null) {
  if (type === 'Run') {
    const { listed } = await client.query<Page<RunNode>>(RUNS, { after });
    return {
      rows: listed.nodes.map(({ id, model, benchmark }) => ({
        ...{ id, model: model.name, about: `${model.name} on ${benchmark.slug}` },
      })),
      next: listed.pageInfo.hasNextPage ? listed.pageInfo.endCursor : null,
    };
  }
  const { listed } = await client.query<
    Page<{ id: string; judge: { name: string }; run: Omit<RunNode, 'id'> }>
  >(EVALUATIONS, { after });
  return {
    rows: listed.nodes.map(({ id, judge, run }) => ({
      ...{ id, model: run.model.name },
      about: `${run.model.name} on ${run.benchmark.slug} by ${judge.name}`,
    })),
    next: listed.pageInfo.hasNextPage ? listed.pageInfo.endCursor : null,
  };
}
