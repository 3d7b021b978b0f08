import {
  type ConstDirectiveNode,
  type GraphQLField,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isIntrospectionType,
  isListType,
  type ObjectTypeDefinitionNode,
  valueFromAST,
} from 'graphql';

/** What a field counts in the cost of a query. */
export interface Price {
  /** Of each object, or of the one that is no list; of a plain value where it is not free. */
  weight: number;
  /** How many, where no argument says it; null for what is no list. */
  size: number | null;
  /** The argument that says how many. */
  slicedBy: string | null;
  /** Lists below, of the object given, that hold as many as the argument says. */
  sizedFields: readonly string[];
}

type AnyField = GraphQLField<unknown, unknown>;
export type PriceOf = (parent: string, field: AnyField) => Price;

/** A write waits for the disk, however little it gives back. */
const WRITE = 10;

const NONE: readonly string[] = [];
const PAGE = ['nodes', 'edges'];

/** The prices that the schema states in `@cost` and `@listSize`, and those of asking for the schema itself. */
export function pricesOf(schema: GraphQLSchema): PriceOf {
  const known = new Map<AnyField, Price>();
  const introspection = sizesOfIntrospection(schema);
  const isMutation = (parent: string) => parent === schema.getMutationType()?.name;

  function read(parent: string, field: AnyField): Price {
    const type = getNamedType(field.type);
    const isList = isListType(getNullableType(field.type));
    const stated = listSizeOf(schema, field);
    const isPaged = type.name.endsWith('Connection') && field.args.some(({ name }) => name === 'first');
    const isPlain = !('getFields' in type || 'getTypes' in type);
    return {
      weight: weightOf(schema, field) ?? (isMutation(parent) ? WRITE : isPlain ? 0 : 1),
      size: isList
        ? (introspection.get(`${parent}.${field.name}`) ?? stated?.assumedSize ?? 1)
        : (introspection.get(`${parent}.${field.name}`) ?? null),
      slicedBy: stated?.slicingArgument ?? (isPaged ? 'first' : null),
      sizedFields: stated?.sizedFields ?? (isPaged ? PAGE : NONE),
    };
  }

  return (parent, field) => {
    const found = known.get(field) ?? read(parent, field);
    known.set(field, found);
    return found;
  };
}

/** Lists of objects whose size neither `@listSize` nor a connection's page states. */
export function unsizedLists(schema: GraphQLSchema): string[] {
  return Object.values(schema.getTypeMap()).flatMap((type) => {
    if (isIntrospectionType(type) || type.astNode?.kind !== 'ObjectTypeDefinition') return [];
    const { name } = type.astNode satisfies ObjectTypeDefinitionNode;
    const fields = 'getFields' in type ? Object.values(type.getFields()) : [];
    return (fields as AnyField[])
      .filter((field) => isListType(getNullableType(field.type)))
      .filter((field) => !(name.value.endsWith('Connection') && PAGE.includes(field.name)))
      .filter((field) => !isSizedAbove(schema, name.value, field.name) && !listSizeOf(schema, field))
      .map((field) => `${name.value}.${field.name}`);
  });
}

/** Whether every field that gives a `type` says how long the list is. */
function isSizedAbove(schema: GraphQLSchema, type: string, list: string): boolean {
  const givers = Object.values(schema.getTypeMap()).flatMap((one) =>
    'getFields' in one ? (Object.values(one.getFields()) as AnyField[]) : [],
  );
  const giving = givers.filter((field) => 'args' in field && getNamedType(field.type).name === type);
  return giving.length > 0 && giving.every((field) => listSizeOf(schema, field)?.sizedFields?.includes(list));
}

interface ListSize {
  assumedSize?: number;
  slicingArgument?: string;
  sizedFields?: string[];
}

const listSizeOf = (schema: GraphQLSchema, field: AnyField): ListSize | null =>
  argumentsOf<ListSize>(schema, field, 'listSize');

const weightOf = (schema: GraphQLSchema, field: AnyField): number | null =>
  argumentsOf<{ weight: number }>(schema, field, 'cost')?.weight ?? null;

function argumentsOf<Values>(schema: GraphQLSchema, field: AnyField, directive: string): Values | null {
  const node = field.astNode?.directives?.find(({ name }) => name.value === directive);
  if (!node) return null;
  const args = schema.getDirective(directive)?.args ?? [];
  const values = args.map(({ name, type }) => [name, valueFromAST(given(node, name), type)]);
  return Object.fromEntries(values.filter(([, value]) => value !== undefined)) as Values;
}

const given = (node: ConstDirectiveNode, argument: string) =>
  node.arguments?.find(({ name }) => name.value === argument)?.value ?? null;

/** Of introspection, from the schema as it is: types, and so many fields, arguments and values to each on average. */
function sizesOfIntrospection(schema: GraphQLSchema): ReadonlyMap<string, number> {
  const types = Object.values(schema.getTypeMap());
  const count = (of: (type: (typeof types)[number]) => number) =>
    types.reduce((all, type) => all + of(type), 0);
  const fieldsOf = (type: (typeof types)[number]): AnyField[] =>
    'getFields' in type ? (Object.values(type.getFields()) as AnyField[]) : [];
  const fields = count((type) => fieldsOf(type).filter((field) => 'args' in field).length);
  const args = count((type) => fieldsOf(type).reduce((all, field) => all + (field.args?.length ?? 0), 0));
  const inputs = count((type) => fieldsOf(type).filter((field) => !('args' in field)).length);
  const values = count((type) => ('getValues' in type ? type.getValues().length : 0));
  const possible = count((type) => ('getInterfaces' in type ? type.getInterfaces().length : 0));
  const perType = (all: number) => all / types.length;
  return new Map([
    ['__Schema.types', types.length],
    ['__Schema.directives', schema.getDirectives().length],
    ['__Type.fields', perType(fields)],
    ['__Type.inputFields', perType(inputs)],
    ['__Type.enumValues', perType(values)],
    ['__Type.interfaces', perType(possible)],
    ['__Type.possibleTypes', perType(possible)],
    // Every second type of a field wraps another.
    ['__Type.ofType', 0.5],
    ['__Field.args', args / fields],
    ['__Directive.args', 2],
  ]);
}
