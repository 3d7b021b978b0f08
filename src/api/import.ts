import { benchmarkDefinition, installable, type Reading } from '../benchmarks/registry.ts';
import { AppError } from '../core/errors.ts';
import { fromGlobalId } from '../core/ids.ts';
import {
  closeImport,
  type FindTarget,
  type ImportTarget,
  importScores,
  type OutsideScore,
  openImport,
} from '../store/imports.ts';
import { insertQuestions } from '../store/questions.ts';
import { type Context, mustLoad } from './context.ts';
import { outcomeOf } from './givenScore.ts';
import { readSegment } from './response.ts';
import type { ReplyInput, Resolvers, ScoreInput } from './schema.generated.ts';

const MOST_QUESTIONS = 1000;
const MOST_SCORES = 2000;

function refuseMore(field: string, given: readonly unknown[], most: number): void {
  if (given.length > most)
    throw new AppError('INVALID_INPUT', `${field}: ${given.length} are more than ${most} in one call`);
}

async function benchmarkOf(evaluationId: string, { load }: Context): Promise<string> {
  const evaluation = await load.evaluation.load(evaluationId);
  if (!evaluation) throw new AppError('NOT_FOUND', 'evaluation: there is no such evaluation');
  const run = await mustLoad(load.run, evaluation.runId);
  return (await mustLoad(load.benchmark, run.benchmarkId)).slug;
}

/** Replies of one evaluation are read alike: those that an older parser read stay with it. */
async function refuseOtherParser(evaluationId: string, benchmark: string, { load }: Context): Promise<void> {
  const { judgeId } = await mustLoad(load.evaluation, evaluationId);
  const named = (await mustLoad(load.judge, judgeId)).manifest['parser'];
  const { parser } = installable(benchmark);
  if (typeof named !== 'string' || !named.startsWith('assay-') || named === parser) return;
  throw new AppError(
    'CONFLICT',
    `evaluation: its replies are read by ${named}, this server reads by ${parser}; open an import of the run whose judge.manifest says "parser": "${parser}"`,
  );
}

const placeOf = ({ question, criterion }: { question: string; criterion: string }) =>
  `question ${question}, criterion ${criterion}`;

function criterionOf(target: ImportTarget, given: { question: string; criterion: string }) {
  const found = target.criteria.get(given.criterion);
  if (found) return found;
  const known = [...target.criteria.keys()].join(', ');
  throw new AppError(
    'INVALID_INPUT',
    `${placeOf(given)}: ${target.category} has no such criterion; it has ${known}`,
  );
}

function readReply(benchmark: string, find: FindTarget, given: ReplyInput): OutsideScore {
  const { question, criterion, text } = given;
  const sampleIndex = given.sampleIndex ?? 0;
  const target = find(question, sampleIndex);
  criterionOf(target, given);
  const isTruncated = given.isTruncated ?? false;
  const rest = { question, sampleIndex, criterion };
  if (text === null || text === undefined) {
    const missing = {
      outcome: 'JUDGE_ERROR',
      value: null,
      officialValue: null,
      reason: 'The judge gave no reply',
    } as const;
    return { ...rest, ...missing, reply: null };
  }
  const reading: Reading | null | undefined = installable(benchmark).readReply?.(
    text,
    criterion,
    target.category,
  );
  if (!reading) {
    throw new AppError(
      'INVALID_INPUT',
      `${placeOf(given)}: ${benchmark} has no published parser for it; use importScores`,
    );
  }
  return { ...rest, ...reading, reason: null, reply: { text, evidence: null, isTruncated } };
}

function readScore(find: FindTarget, given: ScoreInput): OutsideScore {
  const { question, criterion, evidence } = given;
  const sampleIndex = given.sampleIndex ?? 0;
  const { min, max } = criterionOf(find(question, sampleIndex), given);
  const value = given.value ?? null;
  const place = placeOf(given);
  const outcome = outcomeOf(value, given.outcome ?? null, place);
  if (value !== null && !(value >= min && value <= max)) {
    throw new AppError('INVALID_INPUT', `${place}: ${value} is outside the scale ${min} to ${max}`);
  }
  const reply = evidence ? { text: null, evidence } : null;
  return {
    question,
    sampleIndex,
    criterion,
    outcome,
    value,
    officialValue: given.officialValue === undefined ? value : given.officialValue,
    reason: given.reason ?? null,
    reply,
  };
}

export const resolvers = {
  Mutation: {
    addQuestions: async (_, { input }, { db }) => {
      refuseMore('questions', input.questions, MOST_QUESTIONS);
      benchmarkDefinition(input.benchmark);
      return insertQuestions(
        db,
        input.benchmark,
        input.questions.map(({ externalId, slices, content, reference, criteria }) => ({
          externalId,
          slices: slices.map(({ slug, name }) => ({ slug, name: name ?? slug })),
          content: content.map(readSegment),
          reference: reference ?? null,
          criteria: criteria ?? null,
        })),
        { fromAnswers: input.fromAnswers },
      );
    },

    openImport: async (_, { input }, { db, load }) => {
      const run = await load.run.load(fromGlobalId('Run', input.run, 'run'));
      if (!run) throw new AppError('NOT_FOUND', 'run: there is no such run');
      const { name, kind, manifest, criteria } = input.judge;
      if (name.trim() === '') throw new AppError('INVALID_INPUT', 'judge.name: it is empty');
      const judge = {
        name,
        kind: kind ?? 'IMPORTED',
        manifest: manifest ?? {},
        criteria: criteria ?? null,
      } as const;
      return { evaluation: await openImport(db, run, judge) };
    },

    importReplies: async (_, { input }, context) => {
      refuseMore('replies', input.replies, MOST_SCORES);
      const id = fromGlobalId('Evaluation', input.evaluation, 'evaluation');
      const benchmark = await benchmarkOf(id, context);
      await refuseOtherParser(id, benchmark, context);
      return importScores(context.db, id, input.replies, (find) =>
        input.replies.map((reply) => readReply(benchmark, find, reply)),
      );
    },

    importScores: async (_, { input }, { db }) => {
      refuseMore('scores', input.scores, MOST_SCORES);
      const id = fromGlobalId('Evaluation', input.evaluation, 'evaluation');
      return importScores(db, id, input.scores, (find) =>
        input.scores.map((score) => readScore(find, score)),
      );
    },

    closeImport: async (_, { input }, { db }) => {
      const id = fromGlobalId('Evaluation', input.evaluation, 'evaluation');
      return { evaluation: await closeImport(db, id) };
    },
  },
} satisfies Resolvers;
