import { type NodeType, parseGlobalId, toGlobalId, UUID } from '../core/ids.ts';

/** The page by what stands behind the noun. */
type ToPage = (rest: readonly string[]) => string;

/** What people call the pages of the dashboard, in the singular. */
const NOUNS = new Map<string, ToPage>([
  ...names(['leaderboard', 'board', 'ranking', 'benchmark'], ([benchmark]) => at('/', { benchmark })),
  // Names of models may hold slashes.
  ...names(['model'], (name) => at('/', { model: name.join('/') || undefined })),
  ...names(['compare', 'comparison', 'diff'], (evaluations) =>
    at('/compare', { evaluations: evaluations.map((each) => idOf('Evaluation', each) ?? each) }),
  ),
  ...names(['evaluation', 'eval', 'live', 'watch', 'progress'], ([id, part]) =>
    at(`/evaluations${segment(idOf('Evaluation', id))}${id && part && isAnswers(part) ? '/answers' : ''}`),
  ),
  ...names(['run'], ([id]) => at('/evaluations', { run: idOf('Run', id) })),
  ...names(['response', 'answer', 'sample'], ([id]) =>
    id ? `/responses${segment(idOf('Response', id))}` : '/evaluations',
  ),
  ...names(['graphql', 'graphiql', 'explorer', 'playground', 'api'], () => '/graphql'),
  ...names(['home', 'index', 'dashboard'], () => '/'),
]);

/** Pages that show a node, by its type. */
const OF_NODE: Partial<Record<NodeType, (id: string) => string>> = {
  Evaluation: (id) => `/evaluations${segment(id)}`,
  Response: (id) => `/responses${segment(id)}`,
  Run: (run) => at('/evaluations', { run }),
};

/**
 * The page that somebody means by a path that may be none: a noun in the singular, a page of an older or another program, a
 * bare id, a UUID for a global id, the id of something else. Null where nothing is known to be meant.
 */
export function pageFor(path: string): string | null {
  const [noun, ...rest] = segmentsOf(path);
  if (noun === undefined) return '/';
  const node = [noun, ...rest].map(pageOfNode).find((page) => page !== null);
  const named = NOUNS.get(singular(noun))?.(rest) ?? null;
  // An id says what it is of, which a wrong noun does not change; the right one may say more.
  return node && !(named === node || named?.startsWith(`${node}/`)) && isOfNode(named) ? node : named;
}

/** Whether a path is a page's own that shows one node, or none at all. */
const isOfNode = (page: string | null): boolean =>
  page === null || /^\/(?:evaluations|responses)\//.test(page) || page.startsWith('/evaluations?run=');

function pageOfNode(text: string): string | null {
  const type = parseGlobalId(text)?.type as NodeType | undefined;
  return (type && OF_NODE[type]?.(text)) ?? null;
}

const segmentsOf = (path: string): string[] => path.split('/').filter(Boolean).map(decoded);

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

const singular = (noun: string): string =>
  noun
    .toLowerCase()
    .replace(/\.html?$/, '')
    .replace(/s$/, '');

const isAnswers = (part: string): boolean => ['answer', 'response', 'score'].includes(singular(part));

/** The global id, be it that the UUID in it was given. */
const idOf = (type: NodeType, id: string | undefined): string | undefined =>
  id !== undefined && UUID.test(id) ? toGlobalId(type, id) : id;

const segment = (id: string | undefined): string => (id === undefined ? '' : `/${encodeURIComponent(id)}`);

function at(
  path: string,
  search: Readonly<Record<string, string | readonly string[] | undefined>> = {},
): string {
  const said = new URLSearchParams();
  for (const [name, value] of Object.entries(search))
    for (const each of value === undefined ? [] : [value].flat()) said.append(name, each);
  return said.size > 0 ? `${path}?${said}` : path;
}

function names(all: readonly string[], page: ToPage): [string, ToPage][] {
  return all.map((name) => [name, page]);
}
