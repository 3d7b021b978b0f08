import { ApolloArmor } from '@escape.tech/graphql-armor';
import { GraphQLError, specifiedRules, type ValidationContext, type ValidationRule } from 'graphql';

/** What is too much is no error of syntax, as armor calls it. */
const told = {
  propagateOnRejection: false,
  onReject: [
    (context: ValidationContext | null, { message }: GraphQLError) =>
      context?.reportError(new GraphQLError(message.replace(/^Syntax Error: /, ''))),
  ],
};

const armor = new ApolloArmor({
  // Deep enough for a tool's introspection query; lists are capped at 100 rows a page by the store.
  maxDepth: { n: 15, ...told },
  maxAliases: { n: 30, allowList: [], ...told },
  maxDirectives: { n: 20, ...told },
  // Its own parser answers a syntax error with 500; `parseOptions` sets the limit where documents are parsed.
  maxTokens: { enabled: false },
  // It sees no variables; what a query costs is counted as it comes (cost/).
  costLimit: { enabled: false },
  blockFieldSuggestion: { enabled: false },
});

export const parseOptions = { maxTokens: 3000 };

export const validationOptions = { maxErrors: 20 };

/** Limits on depth, aliases and directives, for HTTP. */
export const protection = armor.protect();

/** The same limits for WebSocket, which does not pass through Apollo. */
export const limitedRules: readonly ValidationRule[] = [...specifiedRules, ...protection.validationRules];

/** The same of the limit that GraphQL's own parser keeps; any other message as it is. */
export function plainRefusal(message: string): string {
  return /^Syntax Error: Document contains more tha[nt] \d+ tokens/.test(message)
    ? `The document has more than ${parseOptions.maxTokens} tokens`
    : message;
}
