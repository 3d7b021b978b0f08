import { readdirSync, readFileSync } from 'node:fs';
import {
  type GraphQLInputType,
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  isSpecifiedScalarType,
  OperationTypeNode,
} from 'graphql';
import { describe, expect, test } from 'vitest';
import { buildSchema } from '../src/api/schema.ts';
import { envExample } from '../src/core/config.ts';

const read = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');
const schema: GraphQLSchema = buildSchema();
const types = Object.values(schema.getTypeMap()).filter(
  (type) => !type.name.startsWith('__') && !isSpecifiedScalarType(type),
);
const objects = types.filter((type) => isObjectType(type) || isInterfaceType(type));
const fields = objects.flatMap((type) =>
  Object.values(type.getFields()).map((field) => ({ name: `${type.name}.${field.name}`, field })),
);

/** Names of what has no description. */
function undescribed(
  described: readonly { name: string; description: string | null | undefined }[],
): string[] {
  return described.filter(({ description }) => !description?.trim()).map(({ name }) => name);
}

describe('everything in the schema is described', () => {
  test('types', () => {
    expect(undescribed(types.map(({ name, description }) => ({ name, description })))).toEqual([]);
  });

  test('fields', () => {
    expect(undescribed(fields.map(({ name, field }) => ({ name, description: field.description })))).toEqual(
      [],
    );
  });

  test('arguments', () => {
    const args = fields.flatMap(({ name, field }) =>
      field.args.map((arg) => ({ name: `${name}(${arg.name}:)`, description: arg.description })),
    );

    expect(undescribed(args)).toEqual([]);
  });

  test('enum values and input fields', () => {
    const values = types
      .filter(isEnumType)
      .flatMap((type) => type.getValues().map((value) => [type.name, value] as const));
    const inputs = types
      .filter(isInputObjectType)
      .flatMap((type) => Object.values(type.getFields()).map((field) => [type.name, field] as const));

    expect(
      undescribed(
        [...values, ...inputs].map(([type, { name, description }]) => ({
          name: `${type}.${name}`,
          description,
        })),
      ),
    ).toEqual([]);
  });
});

describe('the schema keeps its own rules', () => {
  const fieldsOf = (operation: OperationTypeNode) =>
    Object.values(schema.getRootType(operation)?.getFields() ?? {});

  test('every mutation takes one input and returns a payload of its own', () => {
    const odd = fieldsOf(OperationTypeNode.MUTATION).filter(({ args, type }) => {
      const [input] = args;
      const named = input && getNamedType(input.type as GraphQLInputType);
      return !(
        args.length === 1 &&
        input?.name === 'input' &&
        isNonNullType(input.type) &&
        isInputObjectType(named) &&
        // One that fails leaves the answers of the others.
        !isNonNullType(type) &&
        getNamedType(type).name.endsWith('Payload')
      );
    });

    expect(fieldsOf(OperationTypeNode.MUTATION).length).toBeGreaterThan(4);
    expect(odd.map(({ name }) => name)).toEqual([]);
  });

  test('every subscription resumes from a cursor that its events carry', () => {
    const odd = fieldsOf(OperationTypeNode.SUBSCRIPTION).filter(({ args, type }) => {
      const event = getNamedType(type);
      return !(
        args.some(({ name }) => name === 'after') &&
        isObjectType(event) &&
        event.getFields()['cursor']
      );
    });

    expect(odd.map(({ name }) => name)).toEqual([]);
  });

  test('every connection has edges, nodes, page info and a count, and is paged by first and after', () => {
    const connections = objects.filter(({ name }) => name.endsWith('Connection'));
    const odd = connections.filter(
      (type) => !['edges', 'nodes', 'pageInfo', 'totalCount'].every((name) => type.getFields()[name]),
    );
    const unpaged = fields.filter(
      ({ field }) =>
        getNamedType(field.type).name.endsWith('Connection') &&
        !['first', 'after'].every((name) => field.args.some((arg) => arg.name === name)),
    );

    expect(connections.length).toBeGreaterThan(4);
    expect(odd.map(({ name }) => name)).toEqual([]);
    expect(unpaged.map(({ name }) => name)).toEqual([]);
  });

  test('lists hold no nulls, but for nodes(ids:), which says where there is none', () => {
    const holed = fields.filter(({ field }) => {
      const list = isNonNullType(field.type) ? field.type.ofType : field.type;
      return isListType(list) && !isNonNullType(list.ofType);
    });

    expect(holed.map(({ name }) => name)).toEqual(['Query.nodes']);
  });

  test('what has a global id is a Node', () => {
    const nodes = objects.filter((type) => isObjectType(type) && type.getFields()['id']);

    expect(nodes.filter((type) => !type.getInterfaces().some(({ name }) => name === 'Node'))).toEqual([]);
  });
});

test('every schema file has a resolver file of its name', () => {
  const named = (folder: string, extension: string) =>
    readdirSync(new URL(`../${folder}/`, import.meta.url))
      .filter((file) => file.endsWith(extension))
      .map((file) => file.slice(0, -extension.length))
      .sort();
  const nouns = named('schema', '.graphql');

  const resolvers = named('src/api', '.ts').filter((name) =>
    /^export const resolvers\b/m.test(read(`src/api/${name}.ts`)),
  );

  expect(resolvers).toEqual(nouns);
  for (const noun of nouns) expect(read('src/api/schema.ts')).toContain(`from './${noun}.ts'`);
});

test('.env.example is what the configuration says', () => {
  expect(read('.env.example')).toBe(envExample());
});
