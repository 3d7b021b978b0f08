import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { codegen } from '@graphql-codegen/core';
import * as typedDocumentNode from '@graphql-codegen/typed-document-node';
import * as typescriptOperations from '@graphql-codegen/typescript-operations';
import { type DocumentNode, Kind, parse, visit } from 'graphql';

const WEB = new URL('../web/src/', import.meta.url);

const config = {
  enumType: 'string-literal',
  useTypeImports: true,
  skipTypename: true,
  scalars: { DateTime: 'string', JSONObject: 'Record<string, unknown>', ID: 'string' },
};

/** A generated file and what belongs in it. */
export interface Generated {
  file: URL;
  text: string;
}

/** Of each `x.graphql` of the dashboard, which holds the fragments it uses, the `x.generated.ts` beside it. */
export async function typedDocuments(schema: DocumentNode): Promise<Generated[]> {
  const names = await readdir(WEB, { recursive: true });
  const sources = names.filter((name) => name.endsWith('.graphql')).sort();
  const strict = withoutNulls(schema);
  return Promise.all(sources.map((name) => typedDocument(strict, name)));
}

/** The dashboard shows an error instead of an answer, so to it no field is null that is so only by an error. */
function withoutNulls(schema: DocumentNode): DocumentNode {
  return visit(schema, {
    FieldDefinition: (field) =>
      field.type.kind !== Kind.NON_NULL_TYPE &&
      field.directives?.some(({ name }) => name.value === 'semanticNonNull')
        ? { ...field, type: { kind: Kind.NON_NULL_TYPE, type: field.type } }
        : undefined,
  });
}

async function typedDocument(schema: DocumentNode, name: string): Promise<Generated> {
  const source = new URL(name, WEB);
  const file = new URL(name.replace(/\.graphql$/, '.generated.ts'), WEB);
  const body = await codegen({
    documents: [{ location: fileURLToPath(source), document: parse(await readFile(source, 'utf8')) }],
    config: {},
    filename: fileURLToPath(file),
    schema,
    plugins: [{ operations: config }, { documents: config }],
    pluginMap: { operations: typescriptOperations, documents: typedDocumentNode },
  });
  return { file, text: `// Written by \`npm run codegen\` from ${name} and schema/*.graphql.\n${body}\n` };
}
