import { readdirSync, readFileSync } from 'node:fs';
import { makeExecutableSchema } from '@graphql-tools/schema';
import type { GraphQLSchema } from 'graphql';
import { resolvers as benchmark } from './benchmark.ts';
import { resolvers as comparison } from './comparison.ts';
import { resolvers as coverage } from './coverage.ts';
import { resolvers as disagreement } from './disagreement.ts';
import { resolvers as evaluation } from './evaluation.ts';
import { resolvers as exportLink } from './exportLink.ts';
import { resolvers as imports } from './import.ts';
import { checkInputs } from './inputs.ts';
import { resolvers as judge } from './judge.ts';
import { resolvers as leaderboard } from './leaderboard.ts';
import { resolvers as matrix } from './matrix.ts';
import { resolvers as media } from './media.ts';
import { resolvers as model } from './model.ts';
import { resolvers as node } from './node.ts';
import { resolvers as published } from './published.ts';
import { resolvers as rateLimit } from './rateLimit.ts';
import { resolvers as response } from './response.ts';
import { resolvers as run } from './run.ts';
import { resolvers as score } from './score.ts';
import { resolvers as worker } from './worker.ts';

const FOLDER = new URL('../../schema/', import.meta.url);

/** The SDL, one file per noun. */
export function readTypeDefs(): string[] {
  const names = readdirSync(FOLDER).filter((name) => name.endsWith('.graphql'));
  return names.sort().map((name) => readFileSync(new URL(name, FOLDER), 'utf8'));
}

let served: GraphQLSchema | null = null;

/** Built once a process: it keeps nothing between requests, and takes longer to build than all else of a server. */
export function servedSchema(): GraphQLSchema {
  served ??= buildSchema();
  return served;
}

export function buildSchema(): GraphQLSchema {
  const resolvers = [
    node,
    benchmark,
    media,
    model,
    run,
    response,
    judge,
    evaluation,
    disagreement,
    comparison,
    exportLink,
    imports,
    score,
    leaderboard,
    published,
    rateLimit,
    matrix,
    coverage,
    worker,
  ];
  const built = makeExecutableSchema({ typeDefs: readTypeDefs(), resolvers });
  checkInputs(built);
  return built;
}
