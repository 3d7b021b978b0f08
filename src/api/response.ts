import type { Segment } from '../benchmarks/benchmark.ts';
import { AppError } from '../core/errors.ts';
import { fromGlobalId, toGlobalId } from '../core/ids.ts';
import { insertResponses } from '../store/responses.ts';
import type { ResponseRow } from '../store/tables/index.ts';
import { connectionFields } from './connection.ts';
import { type Context, mustLoad } from './context.ts';
import type { JudgementRow } from './rows.ts';
import type { Resolvers, SegmentInput } from './schema.generated.ts';

const MOST_RESPONSES = 1000;

export function readSegment(segment: SegmentInput): Segment {
  if (segment.text !== null && segment.text !== undefined) return { text: segment.text };
  if (segment.image !== null && segment.image !== undefined) return { image: segment.image.toLowerCase() };
  return { missingImage: String(segment.missingImage) };
}

export const resolvers = {
  Mutation: {
    addResponses: async (_, { input }, { db, load }) => {
      if (input.responses.length > MOST_RESPONSES) {
        throw new AppError(
          'INVALID_INPUT',
          `responses: ${input.responses.length} are more than ${MOST_RESPONSES} in one call`,
        );
      }
      const run = await load.run.load(fromGlobalId('Run', input.run, 'run'));
      if (!run) throw new AppError('NOT_FOUND', 'run: there is no such run');
      const added = await insertResponses(
        db,
        run,
        input.responses.map(({ question, sampleIndex, content }) => ({
          question,
          sampleIndex: sampleIndex ?? 0,
          content: content.map(readSegment),
        })),
      );
      return { run, added };
    },
  },

  Response: {
    id: (response) => toGlobalId('Response', response.id),
    run: (response, _, { load }) => mustLoad(load.run, response.runId),
    question: (response, _, { load }) => mustLoad(load.question, response.questionId),
    content: (response) => [...response.content],
    scores: (response, { evaluation }, { load }) => load.scores.load(keyOf(response, evaluation)),
    replies: (response, { evaluation }, { load }) => load.replies.load(keyOf(response, evaluation)),
    judgements: (response, _, context) => findJudgements(response, context),
  },

  ResponseConnection: connectionFields<ResponseRow>(),
} satisfies Resolvers;

async function findJudgements(response: ResponseRow, { load }: Context): Promise<JudgementRow[]> {
  const evaluations = await load.evaluationsOfRun.load(response.runId);
  const judgements = await Promise.all(
    evaluations.map(async (evaluation): Promise<JudgementRow> => {
      const key = {
        evaluationId: evaluation.id,
        responseId: response.id,
        questionId: response.questionId,
      };
      const [scores, replies] = await Promise.all([load.scores.load(key), load.replies.load(key)]);
      return { evaluation, scores, replies };
    }),
  );
  return judgements.filter(({ scores, replies }) => scores.length > 0 || replies.length > 0);
}

const keyOf = (response: ResponseRow, evaluation: string) => ({
  evaluationId: fromGlobalId('Evaluation', evaluation, 'evaluation'),
  responseId: response.id,
  questionId: response.questionId,
});
