import type { BenchmarkDefinition, SliceDefinition } from '../../src/benchmarks/benchmark.ts';
import { MMIE_CATEGORIES } from '../../src/benchmarks/mmie/category.ts';

/** A leaf slice, as slugs from the category down, with how many questions it holds. */
export interface Leaf {
  path: readonly { slug: string; name: string }[];
  questions: number;
}

/** MMIE's subdomains come with its data, which is gated; the data set has so many. */
const MMIE_SUBDOMAINS = 102;
/** Questions of a benchmark whose size is not known here. */
const QUESTIONS = 1000;

const MMIE_QUESTIONS = MMIE_CATEGORIES.reduce((all, { questions }) => all + questions, 0);

/** Shares a whole number out by weight, each part at least one: the largest remainders get what is left. */
function apportion(total: number, weights: readonly number[]): number[] {
  const whole = weights.reduce((all, weight) => all + weight, 0);
  const exact = weights.map((weight) => ((total - weights.length) * weight) / whole);
  const parts = exact.map((part) => 1 + Math.floor(part));
  const order = exact.map((part, at) => ({ at, rest: part % 1 })).sort((a, b) => b.rest - a.rest);
  const left = total - parts.reduce((all, part) => all + part, 0);
  for (const { at } of order.slice(0, left)) parts[at] = (parts[at] ?? 0) + 1;
  return parts;
}

/** Few large, many small, as domains and subdomains are. */
const skewed = (count: number): number[] => Array.from({ length: count }, (_, rank) => 1 / (rank + 1) ** 0.8);

/** Questions of a full set. */
export const fullSize = ({ slug }: BenchmarkDefinition): number =>
  slug === 'mmie' ? MMIE_QUESTIONS : QUESTIONS;

/** A benchmark's leaf slices with so many questions in all: MMIE's categories by their size, the rest skewed. */
export function leavesOf(definition: BenchmarkDefinition, questions: number): Leaf[] {
  const branches = branchesOf(definition);
  // Set aside, so that every leaf gets a question.
  const spare = branches.reduce((all, { leaves }) => all + leaves - 1, 0);
  const sizes = apportion(
    questions - spare,
    branches.map(({ weight }) => weight),
  );
  return branches.flatMap(({ path, leaves }, at) => {
    const parts = apportion((sizes[at] as number) + leaves - 1, skewed(leaves));
    return parts.map((size, index) => ({
      path: leaves === 1 ? path : [...path, subdomain(path, index)],
      questions: size,
    }));
  });
}

/** The fewest questions that give every leaf one. */
export const leastQuestions = (definition: BenchmarkDefinition): number =>
  branchesOf(definition).reduce((all, { leaves }) => all + leaves, 0);

interface Branch {
  path: Leaf['path'];
  weight: number;
  /** Subdomains below it, or 1 for itself. */
  leaves: number;
}

/** The lowest slices that the definition names. */
function branchesOf({ slug, categories }: BenchmarkDefinition): Branch[] {
  const branches = categories.flatMap((category) => {
    const whole = MMIE_CATEGORIES.find((one) => one.slug === category.slug)?.questions ?? QUESTIONS;
    const children: readonly (SliceDefinition | null)[] = category.children ?? [null];
    const weights = skewed(children.length);
    const sum = weights.reduce((all, weight) => all + weight, 0);
    return children.map((child, at) => ({
      path: [category, ...(child ? [child] : [])].map(({ slug, name }) => ({ slug, name })),
      weight: (whole * (weights[at] as number)) / sum,
      leaves: 1,
    }));
  });
  if (slug !== 'mmie') return branches;
  const counts = apportion(
    MMIE_SUBDOMAINS,
    branches.map(({ weight }) => Math.sqrt(weight)),
  );
  return branches.map((branch, at) => ({ ...branch, leaves: counts[at] as number }));
}

function subdomain(path: Leaf['path'], index: number) {
  const domain = path.at(-1);
  return { slug: `${domain?.slug}-${index + 1}`, name: `${domain?.name} ${index + 1}` };
}

/** Criteria that a category is asked. */
export const criteriaOf = ({ criteria }: BenchmarkDefinition, category: string | undefined): number =>
  criteria.filter((one) => one.category === null || one.category === category).length;

/** Scores that one evaluation of a full run has. */
export const scoresOf = (definition: BenchmarkDefinition, leaves: readonly Leaf[]): number =>
  definition.samplesPerQuestion *
  leaves.reduce((all, { path, questions }) => all + questions * criteriaOf(definition, path[0]?.slug), 0);
