import { installable } from '../benchmarks/registry.ts';
import { AppError } from '../core/errors.ts';
import { toGlobalId } from '../core/ids.ts';
import { findAllBenchmarks, findBenchmarkBySlug, findQuestionPages } from '../store/benchmarks.ts';
import { findJudgeOn } from '../store/judges.ts';
import { pinJudge } from '../store/pinnedJudges.ts';
import { insertQuestions } from '../store/questions.ts';
import type { QuestionRow } from '../store/tables/index.ts';
import { connection, connectionFields, pageArgs } from './connection.ts';
import { mustLoad } from './context.ts';
import { runsOf } from './run.ts';
import type { Resolvers } from './schema.generated.ts';

export const resolvers = {
  Query: {
    benchmarks: (_, __, { db }) => findAllBenchmarks(db),
    benchmark: async (_, { slug }, { db }) =>
      (await findAllBenchmarks(db)).find((row) => row.slug === slug) ?? null,
  },

  Mutation: {
    installBenchmark: async (_, { input }, { db }) => {
      const definitions = installable(input.benchmark).readQuestions(input.files ?? []);
      const { benchmark, added } = await insertQuestions(
        db,
        input.benchmark,
        definitions.map((question) => ({
          ...question,
          slices: question.slices.map((slug) => ({ slug, name: slug })),
        })),
      );
      return { benchmark, installed: added };
    },
    pinBenchmarkJudge: async (_, { input }, { db }) => {
      const { id, slug } = await findBenchmarkBySlug(db, input.benchmark);
      if (input.judge === undefined)
        throw new AppError('INVALID_INPUT', 'judge: name one, or give null to let the rule choose');
      const judge = input.judge === null ? null : await findJudgeOn(db, { id, slug }, input.judge);
      return { benchmark: await pinJudge(db, id, judge) };
    },
  },

  Benchmark: {
    id: (benchmark) => toGlobalId('Benchmark', benchmark.id),
    isInstalled: (benchmark) => benchmark.installedAt !== null,
    questionCount: (benchmark, _, { load }) => load.questionCount.load(benchmark.id),
    slices: (benchmark, _, { load }) => load.slicesOfBenchmark.load(benchmark.id),
    criteria: (benchmark, _, { load }) => load.criteriaOfBenchmark.load(benchmark.id),
    judges: (benchmark, _, { load }) => load.judgesOfBenchmark.load(benchmark.id),
    judge: async (benchmark, _, { load }) => {
      const [first] = await load.standingsOfBenchmark.load(benchmark.id);
      return first ? load.judge.load(first.judgeId) : null;
    },
    judgeChoice: async (benchmark, _, { load }) =>
      (await load.standingsOfBenchmark.load(benchmark.id))[0]?.choice ?? null,
    questions: ({ id }, args, { db, load }) => {
      const page = pageArgs(args);
      const pages = load.each('questions', page, (ids) => findQuestionPages(db, ids, page));
      return connection(pages.load(id), args, () => load.questionCount.load(id));
    },
    runs: ({ id }, args, context) => runsOf('benchmarkId', id, args, context),
  },

  Slice: {
    parent: (slice, _, { load }) => (slice.parentId ? load.slice.load(slice.parentId) : null),
  },

  Criterion: {
    category: (criterion, _, { load }) =>
      criterion.categoryId ? load.slice.load(criterion.categoryId) : null,
    scale: (criterion) => ({ min: criterion.scaleMin, max: criterion.scaleMax }),
  },

  Question: {
    id: (question) => toGlobalId('Question', question.id),
    content: (question) => [...question.content],
    reference: (question) => (question.reference ?? null) as Record<string, unknown> | null,
    slice: (question, _, { load }) => mustLoad(load.slice, question.sliceId),
  },

  QuestionConnection: connectionFields<QuestionRow>(),

  Segment: {
    __resolveType: (segment) => {
      if ('text' in segment) return 'TextSegment';
      return 'image' in segment ? 'ImageSegment' : 'MissingImageSegment';
    },
  },

  MissingImageSegment: {
    path: (segment) => segment.missingImage,
  },

  ImageSegment: {
    image: (segment, _, { load }) => mustLoad(load.media, segment.image),
  },
} satisfies Resolvers;
