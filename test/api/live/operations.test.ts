import { expect, test } from 'vitest';
import { isRefusal, openOperations } from '../../../src/api/live/operations.ts';
import { buildSchema } from '../../../src/api/schema.ts';

const schema = buildSchema();
const read = openOperations(schema);

/** What tells the answers of an operation from those of others. */
function keyOf(query: string, variables: Record<string, unknown> = {}, operationName?: string): string {
  const operation = read({ query, variables, operationName });
  if (isRefusal(operation)) throw new Error(operation.map(({ message }) => message).join());
  return operation.key;
}

const PROGRESS = `subscription ($id: ID!, $after: String, $all: Boolean = false) {
  evaluationProgress(evaluation: $id, after: $after) { seq status @include(if: $all) } }`;

const IN_A_FRAGMENT = `subscription ($id: ID!) { evaluationProgress(evaluation: $id) { ...Fields } }
  fragment Fields on EvaluationEvent { seq }`;

test('the same selection of other events is answered alike', () => {
  const keys = [
    keyOf(PROGRESS, { id: 'a' }),
    keyOf(PROGRESS, { id: 'b', after: 'x' }),
    keyOf(PROGRESS.replace('\n', '\n\n  '), { id: 'a' }),
  ];

  expect(new Set(keys).size).toBe(1);
});

test('another selection, another name of a field, another value or default of a variable in it is answered apart', () => {
  const keys = [
    keyOf(PROGRESS, { id: 'a' }),
    keyOf(PROGRESS, { id: 'a', all: true }),
    keyOf(PROGRESS.replace('false', 'true'), { id: 'a' }),
    keyOf(PROGRESS.replace('seq', 'seq done'), { id: 'a' }),
    keyOf(PROGRESS.replace('seq', 'number: seq'), { id: 'a' }),
    keyOf(PROGRESS.replace('evaluationProgress', 'it: evaluationProgress'), { id: 'a' }),
    keyOf(IN_A_FRAGMENT, { id: 'a' }),
  ];

  expect(new Set(keys).size).toBe(keys.length);
});

test('of several operations in one text the one that is named counts', () => {
  const both = `subscription A { evaluationProgress(evaluation: "x") { seq } }
    subscription B { evaluationProgress(evaluation: "x") { done } }`;

  expect(keyOf(both, {}, 'A')).not.toBe(keyOf(both, {}, 'B'));
  expect(keyOf(both, {}, 'A')).toBe(keyOf(both, {}, 'A'));
});

test('a text read before is not parsed again, and is checked against its variables all the same', () => {
  const [first, second] = [
    read({ query: PROGRESS, variables: { id: 'a' } }),
    read({ query: PROGRESS, variables: { id: 'b' } }),
  ];
  const refused = read({ query: PROGRESS, variables: {} });

  if (isRefusal(first) || isRefusal(second)) throw new Error('both are right');
  expect(second.document).toBe(first.document);
  expect(isRefusal(refused) && refused.map(({ extensions }) => extensions['code'])).toEqual([
    'BAD_USER_INPUT',
  ]);
});

test("no subscription's answer looks at the arguments of its field, which the key leaves out", () => {
  const fields = Object.values(schema.getSubscriptionType()?.getFields() ?? {});

  expect(fields.length).toBeGreaterThan(2);
  expect(fields.filter(({ resolve }) => (resolve?.length ?? 0) > 1).map(({ name }) => name)).toEqual([]);
});
