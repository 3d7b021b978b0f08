import type { Client } from '../client/client.ts';
import type { ClosedImport, OpenedImport } from './api.ts';

export interface Numbers {
  mean: number | null;
  sum: number;
  n: number;
  expected: number;
  outcomes: { outcome: string; count: number }[];
}

/** An evaluation's numbers in both readings, as leaderboards have them. */
export interface Standing {
  official: Numbers | null;
  strict: Numbers | null;
  categories: { slug: string; name: string; official: Numbers; strict: Numbers }[];
}

interface ModeSummary {
  score: Numbers | null;
  categories: { slug: string; name: string; score: Numbers }[];
}

const MODES = `query ($id: ID!) { node(id: $id) { ... on Evaluation { modes {
    score { ...Numbers } categories { slug name score { ...Numbers } } } } } }
  fragment Numbers on Aggregate { mean sum n expected outcomes { outcome count } }`;

export async function findImportedStanding(client: Client, evaluation: string): Promise<Standing> {
  const { node } = await client.query<{ node: { modes: [official: ModeSummary, strict: ModeSummary] } }>(
    MODES,
    { id: evaluation },
  );
  const [official, strict] = node.modes;
  const categories = official.categories.flatMap(({ slug, name, score }) => {
    const other = strict.categories.find((category) => category.slug === slug);
    return other ? [{ slug, name, official: score, strict: other.score }] : [];
  });
  return { official: official.score, strict: strict.score, categories };
}

export interface CriterionNumbers {
  slug: string;
  name: string;
  category: string;
  official: Numbers;
  strict: Numbers;
}

const CRITERIA = `query ($benchmark: String!, $category: String, $judge: String) {
  leaderboard(benchmark: $benchmark, category: $category, judge: $judge) { nodes { evaluation { id }
    criteria { slug name category official { ...Numbers } strict { ...Numbers } } } } }
  fragment Numbers on Aggregate { mean sum n expected outcomes { outcome count } }`;

/** An evaluation's criteria in one category; none where a newer evaluation of the same model took its place. */
export async function findImportedCriteria(
  client: Client,
  { id, judge }: OpenedImport,
  benchmark: string,
  category: string,
): Promise<CriterionNumbers[]> {
  const { leaderboard } = await client.query<{
    leaderboard: { nodes: { evaluation: { id: string }; criteria: CriterionNumbers[] }[] };
  }>(CRITERIA, { benchmark, category, judge: `${judge.name}@${judge.revision}` });
  const row = leaderboard.nodes.find(({ evaluation }) => evaluation.id === id);
  return (row?.criteria ?? []).filter((criterion) => criterion.category === category);
}

export const sumOfOutcomes = ({ outcomes }: Numbers, ...names: readonly string[]): number =>
  outcomes.filter(({ outcome }) => names.includes(outcome)).reduce((sum, { count }) => sum + count, 0);

/** For people: how the import closed. */
export function closingWords({ status, done, responses, expected }: ClosedImport): string {
  const scored = `${done} of ${responses} responses scored`;
  const rest = responses < expected ? `; a full run has ${expected}, so it has no rank` : '';
  return `${status}: ${scored}${rest}`;
}
