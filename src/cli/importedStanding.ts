import type { Client } from './client.ts';
import type { ClosedImport } from './importApi.ts';

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

export const sumOfOutcomes = ({ outcomes }: Numbers, ...names: readonly string[]): number =>
  outcomes.filter(({ outcome }) => names.includes(outcome)).reduce((sum, { count }) => sum + count, 0);

/** For people: how the import closed. */
export function closingWords({ status, done, responses, expected }: ClosedImport): string {
  const scored = `${done} of ${responses} responses scored`;
  const rest = responses < expected ? `; a full run has ${expected}, so it has no rank` : '';
  return `${status}: ${scored}${rest}`;
}
