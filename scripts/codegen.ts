import { readdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { codegen } from '@graphql-codegen/core';
import * as typescript from '@graphql-codegen/typescript';
import * as typescriptResolvers from '@graphql-codegen/typescript-resolvers';
import { concatAST, extendSchema, GraphQLSchema, isObjectType, parse } from 'graphql';
import { type Generated, typedDocuments } from './documents.ts';

// Writes the types of resolvers from the SDL, and those of the dashboard's questions; `--check` fails when a committed
// file differs.
const OUT = new URL('../src/api/schema.generated.ts', import.meta.url);
const SCHEMA = new URL('../schema/', import.meta.url);
const TABLES = new URL('../src/store/tables/', import.meta.url);

async function readAll(folder: URL, ending: string): Promise<string[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(ending)).sort();
  return Promise.all(names.map((name) => readFile(new URL(name, folder), 'utf8')));
}

const documents = (await readAll(SCHEMA, '.graphql')).map((text) => parse(text));
const schema = concatAST(documents);
const built = extendSchema(new GraphQLSchema({}), schema);

// The one rule: a type `Run` is backed by `RunRow` when the store or the API's own rows export it.
const tables = (await readAll(TABLES, '.ts')).join('\n');
const own = await readFile(new URL('../src/api/rows.ts', import.meta.url), 'utf8');
const mappers: Record<string, string> = {};
for (const type of Object.values(built.getTypeMap())) {
  if (!isObjectType(type)) continue;
  const row = `${type.name}Row`;
  if (new RegExp(`export type ${row}\\b`).test(tables))
    mappers[type.name] = `../store/tables/index.ts#${row}`;
  if (new RegExp(`export (type|interface) ${row}\\b`).test(own)) mappers[type.name] = `./rows.ts#${row}`;
}

const config = {
  contextType: './context.ts#Context',
  mappers,
  scalars: { DateTime: 'Date', JSONObject: 'Record<string, unknown>', ID: 'string' },
  enumsAsTypes: true,
  useTypeImports: true,
  makeResolverTypeCallable: true,
  inputMaybeValue: 'T | null | undefined',
  skipTypename: true,
  maybeValue: 'T | null',
};
const body = await codegen({
  documents: [],
  config: {},
  filename: OUT.pathname,
  schema,
  plugins: [{ typescript: config }, { resolvers: config }],
  pluginMap: { typescript, resolvers: typescriptResolvers },
});
const text = `// Written by \`npm run codegen\` from schema/*.graphql.\n${body}\n`;
const generated: Generated[] = [{ file: OUT, text }, ...(await typedDocuments(schema))];

if (process.argv.includes('--check')) {
  for (const { file, text } of generated) {
    if ((await readFile(file, 'utf8').catch(() => null)) === text) continue;
    console.error(`${fileURLToPath(file)} is not what schema/ gives. Run \`npm run codegen\`.`);
    process.exitCode = 1;
  }
} else {
  for (const { file, text } of generated) await writeFile(file, text);
}
