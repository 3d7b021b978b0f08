import {
  type DocumentNode,
  type ExecutionArgs,
  GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  getVariableValues,
  Kind,
  type OperationDefinitionNode,
  parse,
  print,
  validate,
  visit,
} from 'graphql';
import type { SubscribePayload } from 'graphql-ws';
import { canonicalJson, sha256 } from '../../core/canonicalJson.ts';
import { limitedRules, parseOptions, validationOptions } from '../limits.ts';

/** What a client wants run. */
export interface Operation extends ExecutionArgs {
  operation: OperationDefinitionNode;
  /** Operations of one key answer the same event alike. */
  key: string;
}

/** A request without its variables. */
interface Plan {
  document: DocumentNode;
  operation: OperationDefinitionNode;
  /** What it says of an event, as text, and the variables in that. */
  answer: { text: string; variables: readonly string[] };
}

/** Characters of requests whose plans are kept; a plan takes some hundred times as many bytes. */
const MOST_KEPT = 200_000;

/** Reads operations as Apollo does those over HTTP, with the same codes for what is wrong. Equal texts share a plan. */
export function openOperations(
  schema: GraphQLSchema,
): (payload: SubscribePayload) => Operation | readonly GraphQLError[] {
  const plans = new Map<string, Plan>();
  let size = 0;

  function keep(text: string, plan: Plan): void {
    plans.set(text, plan);
    size += text.length;
    for (const oldest of plans.keys()) {
      if (size <= MOST_KEPT) return;
      plans.delete(oldest);
      size -= oldest.length;
    }
  }

  return ({ query, operationName, variables }) => {
    const text = `${operationName ?? ''}\n${query}`;
    const plan = plans.get(text) ?? planOf(schema, query, operationName);
    if (isRefusal(plan)) return plan;
    if (!plans.has(text)) keep(text, plan);
    const { document, operation, answer } = plan;
    const { errors } = getVariableValues(schema, operation.variableDefinitions ?? [], variables ?? {});
    if (errors) return coded('BAD_USER_INPUT', errors);
    const values = answer.variables.map((name) => [name, variables?.[name]]);
    const key = sha256(canonicalJson([answer.text, values]));
    return { schema, document, operation, operationName, variableValues: variables, key };
  };
}

export const isRefusal = <Read>(read: Read | readonly GraphQLError[]): read is readonly GraphQLError[] =>
  Array.isArray(read);

function planOf(
  schema: GraphQLSchema,
  query: string,
  operationName: string | null | undefined,
): Plan | readonly GraphQLError[] {
  let document: DocumentNode;
  try {
    document = parse(query, parseOptions);
  } catch (error) {
    return coded('GRAPHQL_PARSE_FAILED', [error as GraphQLError]);
  }
  const invalid = validate(schema, document, limitedRules, validationOptions);
  if (invalid.length > 0) return coded('GRAPHQL_VALIDATION_FAILED', invalid);
  const operation = getOperationAST(document, operationName);
  if (!operation) {
    return coded('OPERATION_RESOLUTION_FAILURE', [new GraphQLError('Name one of the operations to run')]);
  }
  return { document, operation, answer: answerOf(document, operation) };
}

/**
 * The arguments of a subscription's field choose its events and say nothing of the answers, so they are left out:
 * clients that come back from different cursors share what follows.
 */
function answerOf(document: DocumentNode, operation: OperationDefinitionNode): Plan['answer'] {
  const selections = operation.selectionSet.selections.map((selection) =>
    selection.kind === Kind.FIELD ? { ...selection, arguments: [] } : selection,
  );
  const selectionSet = { ...operation.selectionSet, selections };
  const fragments = document.definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION);
  const variables = new Set<string>();
  const bare = { ...operation, selectionSet, variableDefinitions: [] };
  visit(
    { kind: Kind.DOCUMENT, definitions: [bare, ...fragments] },
    { Variable: ({ name }) => void variables.add(name.value) },
  );
  const declared = operation.variableDefinitions?.filter(({ variable }) =>
    variables.has(variable.name.value),
  );
  const definitions = [{ ...bare, variableDefinitions: declared ?? [] }, ...fragments];
  return { text: print({ kind: Kind.DOCUMENT, definitions }), variables: [...variables] };
}

export const coded = (code: string, errors: readonly GraphQLError[]): GraphQLError[] =>
  errors.map(
    ({ message, nodes = null, source = null, positions = null }) =>
      new GraphQLError(message, { nodes, source, positions, extensions: { code } }),
  );
