import { benchmarkDefinition } from '../../benchmarks/registry.ts';
import { asNumber, openNamesakes } from '../../core/tables/ids.ts';
import type { Client } from '../client/client.ts';
import { Failure } from '../failure.ts';
import type { ScoreRow } from './scoreRows.ts';

/** What scores of a benchmark can be about. */
export interface ScoreTargets {
  /** Category of each question, by the question's id. */
  categories: ReadonlyMap<string, string>;
  /** The question that an id means, which a table may have taken for a number; null where it is none, or several. */
  questionOf(given: string): string | null;
  /** The end of a sentence that says that there is no such question. */
  hintFor(given: string): string;
  /** Criterion that a row is about when it names none; null where the benchmark has no such. */
  headline: string | null;
  scaleOf(category: string, criterion: string): { min: number; max: number } | null;
}

interface SliceNode {
  slug: string;
  parent: SliceNode | null;
}

interface Page {
  benchmark: {
    criteria: { slug: string; category: { slug: string } | null; scale: { min: number; max: number } }[];
    questions: {
      nodes: { externalId: string; slice: SliceNode }[];
      pageInfo: { hasNextPage: boolean; endCursor: string | null };
    };
  } | null;
}

const PAGE = `query ($slug: String!, $after: String) { benchmark(slug: $slug) {
  criteria { slug category { slug } scale { min max } }
  questions(first: 100, after: $after) {
    nodes { externalId slice { slug parent { slug parent { slug } } } } pageInfo { hasNextPage endCursor } } } }`;

export async function findScoreTargets(client: Client, slug: string): Promise<ScoreTargets> {
  const categories = new Map<string, string>();
  let after: string | null = null;
  for (;;) {
    const page: Page = await client.query<Page>(PAGE, { slug, after });
    const { benchmark } = page;
    if (!benchmark) throw new Failure(`There is no benchmark "${slug}". See: assay benchmark list`);
    const { nodes, pageInfo } = benchmark.questions;
    for (const { externalId, slice } of nodes) categories.set(externalId, rootOf(slice));
    after = pageInfo.endCursor;
    if (pageInfo.hasNextPage) continue;
    const { headline } = benchmarkDefinition(slug);
    const namesakes = openNamesakes(categories.keys());
    return {
      categories,
      questionOf: (given) => {
        if (categories.has(given)) return given;
        const [only, other] = namesakes(given);
        return other === undefined ? (only ?? null) : null;
      },
      hintFor: (given) => {
        const meant = namesakes(given).slice(0, 3);
        if (meant.length > 0) return `; did you mean ${meant.join(' or ')}?`;
        const near = nearestId(given, categories.keys());
        return near === null ? '' : `; its ids look like ${near}`;
      },
      headline: headline.criterion,
      scaleOf: (category, criterion) =>
        benchmark.criteria.find(
          (one) => one.slug === criterion && (one.category === null || one.category.slug === category),
        )?.scale ?? null,
    };
  }
}

const rootOf = ({ slug, parent }: SliceNode): string => (parent ? rootOf(parent) : slug);

/** An id of the same kind, to show how ids look; null where there is none. */
function nearestId(given: string, ids: Iterable<string>): string | null {
  const isNumber = asNumber(given) !== null;
  let first: string | null = null;
  for (const id of ids) {
    first ??= id;
    if (id.toLowerCase() === given.trim().toLowerCase()) return id;
    if (isNumber && asNumber(id) !== null) return id;
  }
  return first;
}

export interface Target {
  question: string;
  criterion: string;
}

/** What a row is about. Throws naming the row where the benchmark asks no such thing, or the scale is another. */
export function checkTarget(row: ScoreRow, benchmark: string, targets: ScoreTargets): Target {
  const question = targets.questionOf(row.question);
  const category = targets.categories.get(question ?? '');
  if (question === null || category === undefined)
    throw new Failure(`${row.place}: ${benchmark} has no such question${targets.hintFor(row.question)}`);
  const criterion = row.criterion ?? targets.headline;
  if (criterion === null)
    throw new Failure(`${row.place}: "criterion" is missing; ${benchmark} has no headline`);
  const scale = targets.scaleOf(category, criterion);
  if (!scale) throw new Failure(`${row.place}: ${category} has no criterion "${criterion}"`);
  if (row.value !== null && (row.value < scale.min || row.value > scale.max)) {
    const range = `${scale.min} to ${scale.max}`;
    throw new Failure(`${row.place}: "value" ${row.value} is outside the scale of ${criterion}, ${range}`);
  }
  return { question, criterion };
}
