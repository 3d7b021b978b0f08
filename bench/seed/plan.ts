import type { BenchmarkDefinition } from '../../src/benchmarks/benchmark.ts';
import { fullSize, type Leaf, leastQuestions, leavesOf, scoresOf } from './shape.ts';

export interface SeedOptions {
  /** About so many; never fewer than make every model's newest evaluation complete. */
  scores: number;
  /** Rows of the leaderboard, however many scores there are. */
  models?: number;
  /** By default one of MMIE's size and as many more as make up the scores: older judge revisions and reruns. */
  evaluationsPerModel?: number;
  benchmark?: string;
  /** Connections that write. */
  connections?: number;
  onProgress?: (done: number, total: number) => void;
}

/** One judge's pass over one run of one model. */
export interface PlannedEvaluation {
  model: number;
  /** 0-based among the model's runs. */
  run: number;
  /** 0-based among the judge's revisions, oldest first. */
  judge: number;
  /** 0-based, oldest first. */
  generation: number;
}

export interface SeedPlan {
  leaves: Leaf[];
  questions: number;
  models: number;
  generations: number;
  /** Oldest first. */
  evaluations: PlannedEvaluation[];
  /** Of each evaluation. */
  scores: number;
}

/**
 * How many questions and evaluations make up so many scores. Up to one full-sized evaluation per model the benchmark
 * grows; from there on history does, so that a leaderboard's answer stays as large as it is.
 */
export function planSeed(definition: BenchmarkDefinition, options: SeedOptions): SeedPlan {
  const { scores, models = 50, evaluationsPerModel } = options;
  if (!(Number.isInteger(models) && models > 0)) throw new RangeError('models: give a whole number from 1');
  const full = fullSize(definition);
  const perQuestion = scoresOf(definition, leavesOf(definition, full)) / full;
  const least = leastQuestions(definition);
  const wanted = Math.ceil(scores / (models * (evaluationsPerModel ?? 1) * perQuestion));
  const questions = evaluationsPerModel === undefined ? Math.min(full, wanted) : wanted;
  if (!(questions >= least)) {
    const fewest = Math.ceil(least * perQuestion * models * (evaluationsPerModel ?? 1));
    throw new RangeError(
      `scores: ${scores} are too few for ${models} models, which need ${fewest}; give more scores or fewer models`,
    );
  }
  const leaves = leavesOf(definition, questions);
  const each = scoresOf(definition, leaves);
  const count = evaluationsPerModel
    ? models * evaluationsPerModel
    : Math.max(models, Math.round(scores / each));
  const generations = Math.ceil(count / models);
  // The oldest generation may be of some models only; the newest is of all.
  const evaluations = Array.from({ length: count }, (_, newer): PlannedEvaluation => {
    const generation = generations - 1 - Math.floor(newer / models);
    return { model: newer % models, generation, ...passOf(generation) };
  }).reverse();
  return { leaves, questions, models, generations, evaluations, scores: each };
}

/** Every fourth pass is by the earlier judge on a new run; the others are by a new revision on the run there is. */
const passOf = (generation: number) => ({
  run: Math.floor((generation + 3) / 4),
  judge: Math.floor((generation * 3) / 4),
});
