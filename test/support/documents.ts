import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { type DocumentNode, getOperationAST, Kind, parse } from 'graphql';
import ts from 'typescript';

const ROOT = join(import.meta.dirname, '../..');

export interface Shipped {
  place: string;
  text: string;
  document: DocumentNode;
}

/** Every GraphQL operation that the dashboard, the commands, the benchmarks, the scripts and the guides send. */
export function shippedDocuments(): Shipped[] {
  return [
    ...files('web/src', '.graphql').map((file) => ({ place: file, text: read(file) })),
    ...['README.md', ...files('docs', '.md')].flatMap((file) =>
      [...read(file).matchAll(/^```graphql\n([\s\S]*?)^```$/gm)].map(([, text = '']) => ({
        place: file,
        text,
      })),
    ),
    ...['src/cli', 'bench', 'scripts'].flatMap((folder) => files(folder, '.ts').flatMap(textsOf)),
  ].flatMap(({ place, text }) => {
    const document = parsed(text);
    return document ? [{ place, text, document }] : [];
  });
}

function parsed(text: string): DocumentNode | null {
  try {
    const document = parse(text);
    return document.definitions.some(({ kind }) => kind === Kind.OPERATION_DEFINITION) ? document : null;
  } catch {
    return null;
  }
}

export const operationsOf = (document: DocumentNode) =>
  document.definitions.flatMap((one) =>
    one.kind === Kind.OPERATION_DEFINITION ? (getOperationAST(document, one.name?.value) ?? []) : [],
  );

const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');

function files(folder: string, ending: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)));
}

/** Texts of a program that look like a document, with what the same file puts into them. */
function textsOf(file: string): { place: string; text: string }[] {
  const source = ts.createSourceFile(file, read(file), ts.ScriptTarget.Latest, true);
  const constants = new Map<string, ts.Expression>();
  const found: { place: string; text: string }[] = [];
  const textOf = (node: ts.Node | undefined, depth = 0): string => {
    if (!node || depth > 8) return '';
    if (ts.isStringLiteralLike(node)) return node.text;
    if (ts.isTemplateExpression(node)) {
      const spans = node.templateSpans.map(({ expression, literal }) => {
        const put = ts.isIdentifier(expression) ? constants.get(expression.text) : expression;
        return (textOf(put, depth + 1) || '__typename') + literal.text;
      });
      return node.head.text + spans.join('');
    }
    if (ts.isIdentifier(node)) return textOf(constants.get(node.text), depth + 1);
    return '';
  };
  const gather = (node: ts.Node): void => {
    if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name) && node.initializer)
      constants.set(node.name.text, node.initializer);
    ts.forEachChild(node, gather);
  };
  const look = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node)) {
      const text = textOf(node);
      if (/^\s*(query|mutation|subscription|\{)/.test(text)) found.push({ place: file, text });
    }
    ts.forEachChild(node, look);
  };
  gather(source);
  look(source);
  return found;
}
