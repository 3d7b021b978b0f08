import { GraphQLError, GraphQLScalarType, Kind, type ObjectValueNode, type ValueNode } from 'graphql';

type Variables = Readonly<Record<string, unknown>> | null | undefined;

/** Any JSON object, as a variable or written in the query itself. What it holds is checked with the other arguments. */
export const JsonObject = new GraphQLScalarType<Record<string, unknown>, unknown>({
  name: 'JSONObject',
  description: 'Any JSON object.',
  serialize: objectOf,
  parseValue: objectOf,
  parseLiteral: (node, variables) => {
    if (node.kind === Kind.OBJECT) return literalObject(node, variables);
    throw new GraphQLError(`JSONObject must be an object, is ${kindOf(node)}`, { nodes: node });
  },
});

function objectOf(value: unknown): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return value as Record<string, unknown>;
  const kind = Array.isArray(value) ? 'a list' : value === null ? 'null' : typeof value;
  throw new GraphQLError(`JSONObject must be an object, is ${kind}`);
}

/** An object like any other: the one that GraphQL makes of a literal has no prototype, which drivers do not expect. */
const literalObject = ({ fields }: ObjectValueNode, variables: Variables): Record<string, unknown> =>
  Object.fromEntries(fields.map(({ name, value }) => [name.value, literal(value, variables)]));

function literal(node: ValueNode, variables: Variables): unknown {
  switch (node.kind) {
    case Kind.OBJECT:
      return literalObject(node, variables);
    case Kind.LIST:
      return node.values.map((value) => literal(value, variables));
    case Kind.INT:
    case Kind.FLOAT:
      return Number(node.value);
    case Kind.VARIABLE:
      return variables?.[node.name.value] ?? null;
    case Kind.NULL:
      return null;
    default:
      return node.value;
  }
}

const kindOf = ({ kind }: ValueNode): string => kind.replace(/Value$/, '').toLowerCase();
