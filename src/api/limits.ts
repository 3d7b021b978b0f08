import { ApolloArmor } from '@escape.tech/graphql-armor';
import { specifiedRules, type ValidationRule } from 'graphql';

const armor = new ApolloArmor({
  // Deep enough for a tool's introspection query; lists are capped at 100 rows a page by the store.
  maxDepth: { n: 15 },
  maxAliases: { n: 30, allowList: [] },
  maxDirectives: { n: 20 },
  // Its own parser answers a syntax error with 500; `parseOptions` sets the limit where documents are parsed.
  maxTokens: { enabled: false },
  costLimit: { maxCost: 20_000 },
  blockFieldSuggestion: { enabled: false },
});

export const parseOptions = { maxTokens: 3000 };

export const validationOptions = { maxErrors: 20 };

/** Limits on depth, aliases, directives and cost, for HTTP. */
export const protection = armor.protect();

/** The same limits for WebSocket, which does not pass through Apollo. */
export const limitedRules: readonly ValidationRule[] = [...specifiedRules, ...protection.validationRules];
