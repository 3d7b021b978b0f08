import type { DocumentNode, GraphQLSchema } from 'graphql';
import { getNamedType, isLeafType, TypeInfo, visit, visitWithTypeInfo } from 'graphql';
import type { Versions } from './versions.ts';

/** No answer is given that a commit outdated longer ago than this. */
const MAX_AGE_MS = 100;

/** What all kept answers may weigh together, in characters, and one alone. */
const MOST = { all: 64_000_000, one: 2_000_000 };

export interface Answer {
  contentType: string;
  body: string;
}

/** What an answer in the making depends on. */
export interface Draft {
  /** The answer shows the leaderboard of a benchmark, as it was when the draft began or later. */
  shows(benchmarkId: string): void;
  /** The answer depends on nothing else, and may be kept. */
  isKept: boolean;
  /** Versions of the benchmarks it shows, from when the draft began. */
  versions: ReadonlyMap<string, string>;
}

/** Answers to whole requests, each kept until what it shows has changed. */
export interface Answers {
  /** The kept answer to a request, or null. One that is being made by somebody else is waited for. */
  find(request: string): Promise<Answer | null>;
  /** Begins an answer to a request. */
  draft(request: string): Draft;
  /** Ends it, keeping the answer where it may be kept. */
  finish(request: string, draft: Draft, answer: Answer | null): void;
  /** To be called after a write: whoever made it finds it in the next answer. */
  afterWrite(): void;
}

interface Kept extends Answer {
  versions: Draft['versions'];
  size: number;
}

export function openAnswers(versions: Versions): Answers {
  const kept = new Map<string, Kept>();
  const making = new Map<string, { made: Promise<void>; done(): void }>();
  let size = 0;

  const drop = (request: string, entry: Kept) => {
    kept.delete(request);
    size -= entry.size;
  };

  /** Null also when it cannot be told in time whether it still holds. */
  async function recall(request: string): Promise<Answer | null> {
    const entry = kept.get(request);
    if (!entry) return null;
    const sight = await versions.sight(MAX_AGE_MS);
    if (!sight) return null;
    for (const [benchmarkId, version] of entry.versions) {
      if (sight.version(benchmarkId) === version) continue;
      if (kept.get(request) === entry) drop(request, entry);
      return null;
    }
    return entry;
  }

  return {
    async find(request) {
      const found = await recall(request);
      if (found) return found;
      const other = making.get(request);
      if (!other) return null;
      await other.made;
      return recall(request);
    },

    draft(request) {
      if (!making.has(request)) {
        const { promise, resolve } = Promise.withResolvers<void>();
        making.set(request, { made: promise, done: resolve });
      }
      const sight = versions.last();
      const seen = new Map<string, string>();
      return {
        isKept: false,
        versions: seen,
        shows(benchmarkId) {
          if (sight) seen.set(benchmarkId, sight.version(benchmarkId));
        },
      };
    },

    finish(request, draft, answer) {
      making.get(request)?.done();
      making.delete(request);
      if (!answer || !draft.isKept || draft.versions.size === 0 || answer.body.length > MOST.one) return;
      const earlier = kept.get(request);
      if (earlier) drop(request, earlier);
      const entry = { ...answer, versions: draft.versions, size: request.length + answer.body.length };
      kept.set(request, entry);
      size += entry.size;
      for (const [oldest, { size: freed }] of kept) {
        if (size <= MOST.all) break;
        kept.delete(oldest);
        size -= freed;
      }
    },

    afterWrite: versions.renew,
  };
}

/** What changes only together with an event of the benchmark, or never. */
const BOARD: Readonly<Record<string, readonly string[] | 'all'>> = {
  Query: ['leaderboard', 'matrix'],
  Leaderboard: 'all',
  OtherJudge: 'all',
  LeaderboardEntry: 'all',
  CategoryScore: 'all',
  CriterionScore: 'all',
  Aggregate: 'all',
  OutcomeCount: 'all',
  Scale: 'all',
  Matrix: 'all',
  MatrixColumn: 'all',
  MatrixEntry: 'all',
  MatrixCell: 'all',
  PublishedResult: 'all',
  PublishedCategory: 'all',
  Model: ['id', 'name', 'kind'],
  Run: ['id', 'model', 'settings', 'samplesPerQuestion', 'createdAt'],
  Judge: ['id', 'name', 'revision', 'kind', 'manifest'],
  Benchmark: ['id', 'slug', 'name', 'description', 'samplesPerQuestion'],
  Evaluation: ['id', 'run', 'judge', 'status', 'expected', 'responses', 'done', 'createdAt', 'finishedAt'],
};

/** Whether a document asks for leaderboards and matrices alone, of what an event announces. */
export function showsBoardsOnly(schema: GraphQLSchema, document: DocumentNode): boolean {
  let only = true;
  const info = new TypeInfo(schema);
  visit(
    document,
    visitWithTypeInfo(info, {
      Field(field) {
        const parent = info.getParentType()?.name ?? '';
        const type = getNamedType(info.getType());
        const fields = BOARD[parent];
        const isKnown =
          field.name.value === '__typename' || fields === 'all' || fields?.includes(field.name.value);
        if (!isKnown || !type || !(isLeafType(type) || type.name in BOARD)) only = false;
      },
    }),
  );
  return only;
}
