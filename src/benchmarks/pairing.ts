import type { Pair } from '../statistics/comparison.ts';
import type { BenchmarkDefinition, Mode } from './benchmark.ts';
import { scaleOf, type View, viewedAggregation, wholeAggregation } from './standing.ts';

/** One question's scores in one evaluation and reading. */
export interface QuestionSum {
  evaluationId: string;
  questionId: string;
  /** The question's leaf slice, and the slug of its category. */
  sliceId: string;
  category: string;
  /** Scores with a value, and what they add up to. */
  n: number;
  sum: number;
  /** Size of the largest of them. */
  size: number;
  /** Scores that apply, whether or not they have a value. */
  applicable: number;
  /** Responses that were scored. */
  responses: number;
}

/** A question that both evaluations answered. */
export interface QuestionPair extends Pair {
  questionId: string;
  sliceId: string;
  category: string;
  /** Whether it has one score in each. */
  isSingle: boolean;
}

export interface Pairing {
  pairs: QuestionPair[];
  /** Questions that only one of them answered. */
  onlyBaseline: QuestionSum[];
  onlyEvaluation: QuestionSum[];
}

/** The questions of two evaluations side by side, each with the number that its category makes of its scores. */
export function pairQuestions(
  definition: BenchmarkDefinition,
  view: View,
  mode: Mode,
  baseline: readonly QuestionSum[],
  evaluation: readonly QuestionSum[],
): Pairing {
  const others = new Map(evaluation.filter(isAnswered).map((row) => [row.questionId, row]));
  const pairing: Pairing = { pairs: [], onlyBaseline: [], onlyEvaluation: [] };
  for (const row of baseline.filter(isAnswered)) {
    const other = others.get(row.questionId);
    others.delete(row.questionId);
    if (!other) pairing.onlyBaseline.push(row);
    else {
      const { questionId, sliceId, category } = row;
      pairing.pairs.push({
        questionId,
        sliceId,
        category,
        baseline: numberOf(definition, view, mode, row),
        value: numberOf(definition, view, mode, other),
        size: Math.max(sizeOf(definition, view, row), sizeOf(definition, view, other)),
        isSingle: row.n === 1 && other.n === 1,
      });
    }
  }
  pairing.onlyEvaluation.push(...others.values());
  return pairing;
}

const isAnswered = ({ n }: QuestionSum): boolean => n > 0;

function numberOf(definition: BenchmarkDefinition, view: View, mode: Mode, row: QuestionSum): number {
  const mean = row.sum / row.n;
  if (viewedAggregation(definition, view, row.category) !== 'MEAN_RESPONSE_SUM') return mean;
  // As the leaderboard has it: a score without a value adds 0 officially, and is worth the others' mean strictly.
  return mode === 'OFFICIAL' ? row.sum / row.responses : (mean * row.applicable) / row.responses;
}

/** What the noise of a question's number is a share of: its scores, which may cancel. */
function sizeOf(definition: BenchmarkDefinition, view: View, row: QuestionSum): number {
  const isSum = viewedAggregation(definition, view, row.category) === 'MEAN_RESPONSE_SUM';
  return isSum ? (row.size * row.applicable) / row.responses : row.size;
}

/** Pairs as the whole weighs them: by category, or all alike. Null where the whole must not be one number. */
export function wholeStrata(
  definition: BenchmarkDefinition,
  view: View,
  pairs: readonly QuestionPair[],
): QuestionPair[][] | null {
  const byCategory = Map.groupBy(pairs, ({ category }) => category);
  const categories = [...byCategory.keys()];
  const aggregation = wholeAggregation(definition, view, categories);
  if (aggregation === null) return null;
  // Refuses to add up what is measured on different scales.
  if (categories.length > 0) scaleOf(definition, view, categories);
  return aggregation === 'MEAN_OF_CATEGORY_MEANS' ? [...byCategory.values()] : [[...pairs]];
}

/** Whether each question has one score in each evaluation, at one end of the scale or the other. */
export function areYesNo(
  definition: BenchmarkDefinition,
  view: View,
  pairs: readonly QuestionPair[],
): boolean {
  if (pairs.length === 0 || !pairs.every(({ isSingle }) => isSingle)) return false;
  const { min, max } = scaleOf(definition, view, categoriesOf(pairs));
  const isAnswer = (value: number): boolean => value === min || value === max;
  return pairs.every(({ baseline, value }) => isAnswer(baseline) && isAnswer(value));
}

export const categoriesOf = (pairs: readonly QuestionPair[]): string[] => [
  ...new Set(pairs.map(({ category }) => category)),
];
