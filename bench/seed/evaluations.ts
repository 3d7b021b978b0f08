import { benchmarkDefinition } from '../../src/benchmarks/registry.ts';
import { sha256 } from '../../src/core/canonicalJson.ts';
import type { Database } from '../../src/store/database.ts';
import { evaluations, judges, models, runs } from '../../src/store/tables/index.ts';
import { type Epoch, idAt } from './ids.ts';
import type { PlannedEvaluation, SeedPlan } from './plan.ts';

export interface SeededRun {
  id: string;
  createdMs: number;
}

export interface SeededEvaluation {
  id: string;
  runId: string;
  createdMs: number;
  /** Share of the points that its model gets, 0 to 1. */
  quality: number;
  /** Tells the judge's revisions apart. */
  judge: number;
}

/** Rows of one INSERT, well below the limit of parameters. */
const BATCH = 1000;
const MINUTE_MS = 60_000;

/** Models, judge revisions, runs and closed evaluations as planned; what is left is what they are about. */
export async function insertEvaluations(
  { db }: Database,
  slug: string,
  benchmarkId: string,
  plan: SeedPlan,
  epoch: Epoch,
): Promise<{ runs: SeededRun[]; evaluations: SeededEvaluation[] }> {
  const { samplesPerQuestion } = benchmarkDefinition(slug);
  const modelRows = modelsOf(plan, epoch);
  const judgeRows = judgesOf(slug, plan, epoch);
  const at = ({ generation, model }: PlannedEvaluation) => epoch.generation(generation) + model * MINUTE_MS;
  const firstOfRun = Map.groupBy(plan.evaluations, keyOfRun);
  const runIds = new Map([...firstOfRun].map(([key, [one]]) => [key, idAt(at(one as PlannedEvaluation))]));
  const runRows = [...firstOfRun].map(([key, [one]]) => ({
    id: runIds.get(key) as string,
    ...{ benchmarkId, samplesPerQuestion, settings: {} },
    createdAt: new Date(at(one as PlannedEvaluation)),
    modelId: modelRows[one?.model ?? 0]?.id as string,
  }));
  const responses = plan.questions * samplesPerQuestion;
  const evaluationRows = plan.evaluations.map((one) => ({
    id: idAt(at(one) + MINUTE_MS / 2),
    runId: runIds.get(keyOfRun(one)) as string,
    judgeId: judgeRows[one.judge]?.id as string,
    ...{ status: 'COMPLETED' as const, expected: responses, responses, done: responses, seq: 1 },
    ...{
      createdAt: new Date(at(one)),
      startedAt: new Date(at(one)),
      finishedAt: new Date(at(one) + MINUTE_MS),
    },
  }));
  await db.transaction(async (tx) => {
    for (const some of chunks(modelRows)) await tx.insert(models).values(some);
    for (const some of chunks(judgeRows)) await tx.insert(judges).values(some);
    for (const some of chunks(runRows)) await tx.insert(runs).values(some);
    for (const some of chunks(evaluationRows)) await tx.insert(evaluations).values(some);
  });
  return {
    runs: runRows.map(({ id, createdAt }) => ({ id, createdMs: createdAt.getTime() })),
    evaluations: evaluationRows.map(({ id, runId, createdAt }, index) => {
      const { model, judge } = plan.evaluations[index] as PlannedEvaluation;
      return { id, runId, judge, createdMs: createdAt.getTime(), quality: qualityOf(model, plan) };
    }),
  };
}

const keyOfRun = ({ model, run }: PlannedEvaluation): string => `${model} ${run}`;

const qualityOf = (model: number, { models }: SeedPlan): number => 0.3 + (0.5 * (model + 0.5)) / models;

const modelsOf = (plan: SeedPlan, epoch: Epoch) =>
  Array.from({ length: plan.models }, (_, at) => ({
    id: idAt(epoch.questions + at),
    name: `seeded-model-${String(at + 1).padStart(3, '0')}`,
    kind: 'INTERLEAVED' as const,
  }));

const judgesOf = (slug: string, { evaluations }: SeedPlan, epoch: Epoch) =>
  Array.from({ length: Math.max(...evaluations.map(({ judge }) => judge)) + 1 }, (_, at) => ({
    id: idAt(epoch.questions + at),
    ...{ name: 'seeded-judge', kind: 'VLM' as const, criteria: null },
    revision: sha256(`seeded judge ${slug} ${at}`),
    manifest: { seed: slug, revision: at },
  }));

function* chunks<T>(all: readonly T[]): Generator<T[]> {
  for (let at = 0; at < all.length; at += BATCH) yield all.slice(at, at + BATCH);
}
