import {
  type GraphQLField,
  type GraphQLObjectType,
  getNamedType,
  getNullableType,
  isEnumType,
  isIntrospectionType,
  isLeafType,
  isListType,
  isObjectType,
  isRequiredArgument,
} from 'graphql';
import { expect, test as pure } from 'vitest';
import { buildSchema } from '../../src/api/schema.ts';
import { newId, toGlobalId } from '../../src/core/ids.ts';
import { workers } from '../../src/store/tables/index.ts';
import { aJudge, anEvaluation, aRun } from '../support/builders.ts';
import { test } from '../support/fixtures.ts';
import { scoreToEnd, scripted } from '../support/judging.ts';

const schema = buildSchema();
type Field = GraphQLField<unknown, unknown>;

/** Lists of what is no node, within something that is: `#` stands for how many. */
const PLACES: Readonly<Record<string, string>> = {
  Score: 'node(id: $evaluation) { ... on Evaluation { scores(first: #) { nodes { FIELDS } } } }',
  Disagreement:
    'node(id: $evaluation) { ... on Evaluation { disagreements(first: #) { nodes { FIELDS } } } }',
};

/** Lists whose length the asker does not choose, or that are one or another's wrapping: found with what is around them. */
const WITHIN =
  /(Connection|Edge|Payload|Change|Event)$|^(Slice|Criterion|ImageSegment|CriterionSummary|ModeSummary|ModeCategory|CategoryScore|CriterionScore|Aggregate|Leaderboard|LeaderboardEntry|OtherJudge|Matrix|MatrixEntry|MatrixCell|PublishedResult|Judgement|Coverage)$/;

/** A comparison reads the scores of ten evaluations at most, each on its own, and is priced so. */
const PRICED = /^(Comparison|EvaluationComparison|SliceDifference|PairedDifference|QuestionDifference)$/;

const objects = Object.values(schema.getTypeMap()).filter(
  (type): type is GraphQLObjectType =>
    isObjectType(type) &&
    !isIntrospectionType(type) &&
    ![schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()].includes(type),
);
const isNode = (type: GraphQLObjectType) => type.getInterfaces().some(({ name }) => name === 'Node');
const fieldsOf = (type: GraphQLObjectType): Field[] => Object.values(type.getFields());

/** A field with everything below it that has no list of its own. */
function asked(field: Field, depth = 0): string | null {
  const type = getNamedType(field.type);
  const args = field.args.flatMap((arg) => {
    if (arg.name === 'first') return ['first: 3'];
    if (!isRequiredArgument(arg)) return [];
    const named = getNamedType(arg.type);
    return [`${arg.name}: ${isEnumType(named) ? named.getValues()[0]?.name : '$evaluation'}`];
  });
  const call = args.length > 0 ? `${field.name}(${args.join(', ')})` : field.name;
  if (isLeafType(type)) return call;
  if (depth > 2) return null;
  if (!isObjectType(type)) return `${call} { __typename }`;
  const below = fieldsOf(type).flatMap((one) => asked(one, depth + (field.name === 'nodes' ? 2 : 1)) ?? []);
  return below.length > 0 ? `${call} { ${below.join(' ')} }` : `${call} { __typename }`;
}

pure('every type that leads on is looked at, or said to be found with another', () => {
  const leading = objects.filter((type) =>
    fieldsOf(type).some(({ type }) => !isLeafType(getNamedType(type))),
  );
  const forgotten = leading.filter(
    (type) => !isNode(type) && !(type.name in PLACES) && !WITHIN.test(type.name) && !PRICED.test(type.name),
  );

  expect(forgotten.map(({ name }) => name)).toEqual([]);
});

test('what is asked of each in a list is asked of all of them at once, whatever the field', async ({
  api,
  client,
  database,
  queue,
  log,
}) => {
  const judge = await aJudge(database);
  const ids: Record<string, string[]> = {};
  const add = (type: string, own: readonly string[]) => {
    ids[type] = [...new Set([...(ids[type] ?? []), ...own])];
  };
  for (const model of ['one', 'two', 'three', 'four']) {
    const run = await aRun(client, { model, questions: 4, samples: 1 });
    const evaluation = await anEvaluation(client, run.id);
    const twice = () => ({ outcome: 'SCORED' as const, value: 0, officialValue: 1, reason: null });
    await scoreToEnd(database, queue, scripted(judge.revision, twice), evaluation, log);
    add('Run', [run.id]);
    add('Evaluation', [evaluation]);
  }
  const found = await client.query<{
    benchmarks: { id: string; slug: string }[];
    runs: {
      nodes: { model: { id: string }; responses: { nodes: { id: string; question: { id: string } }[] } }[];
    };
  }>('{ benchmarks { id slug } runs { nodes { model { id } responses { nodes { id question { id } } } } } }');
  const responses = found.runs.nodes.flatMap((run) => run.responses.nodes);
  // Those first that have something of everything.
  const isFull = ({ slug }: { slug: string }) => ['mmie', 'geneval-demo'].includes(slug);
  const benchmarks = found.benchmarks.toSorted((a, b) => Number(isFull(b)) - Number(isFull(a)));
  add(
    'Benchmark',
    benchmarks.map(({ id }) => id),
  );
  add(
    'Model',
    found.runs.nodes.map(({ model }) => model.id),
  );
  add(
    'Response',
    responses.map(({ id }) => id),
  );
  add(
    'Question',
    responses.map(({ question }) => question.id),
  );
  const judges = await Promise.all(['2', '3', '4'].map((revision) => aJudge(database, 'scripted', revision)));
  add(
    'Judge',
    [judge, ...judges].map(({ id }) => toGlobalId('Judge', id)),
  );
  const rows = Array.from({ length: 4 }, () => ({
    ...{ id: newId(), host: 'here', device: 'cpu', judges: [judge.revision], status: 'IDLE' as const },
    ...{ startedAt: new Date(), heartbeatAt: new Date() },
  }));
  await database.db.insert(workers).values(rows);
  add(
    'Worker',
    rows.map(({ id }) => toGlobalId('Worker', id)),
  );

  /** How many statements a query of so many objects takes. */
  async function statements(type: string, fields: string, many: number): Promise<number> {
    const place = PLACES[type] ?? `nodes(ids: $ids) { ... on ${type} { FIELDS } }`;
    const text = place.replace('#', String(many)).replace('FIELDS', () => fields);
    const variables = { ids: ids[type]?.slice(0, many), evaluation: ids['Evaluation']?.[0] };
    const declared = [
      ...(text.includes('$ids') ? ['$ids: [ID!]!'] : []),
      ...(text.includes('$evaluation') ? ['$evaluation: ID!'] : []),
    ];
    const query = `${declared.length > 0 ? `query (${declared.join(', ')})` : ''} { ${text} }`;
    const response = await fetch(`${api.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables, extensions: { cost: true } }),
    });
    const { errors, extensions } = (await response.json()) as {
      errors?: unknown;
      extensions: { cost: { statements: number } };
    };
    expect(errors, query).toBeUndefined();
    return extensions.cost.statements;
  }

  for (const type of objects.filter((one) => isNode(one) || one.name in PLACES)) {
    if (isNode(type)) expect(ids[type.name]?.length, type.name).toBeGreaterThan(3);
    for (const field of fieldsOf(type)) {
      const one = asked(field);
      if (one === null || (isLeafType(getNamedType(field.type)) && !isListType(getNullableType(field.type))))
        continue;
      const [few, many] = [await statements(type.name, one, 2), await statements(type.name, one, 4)];
      expect(many, `${type.name}.${field.name}: ${many} statements for four, ${few} for two`).toBe(few);
    }
    const plain = fieldsOf(type)
      .filter(({ type }) => isLeafType(getNamedType(type)))
      .map(({ name }) => name);
    expect(await statements(type.name, plain.join(' '), 4), `${type.name}'s plain fields`).toBe(
      await statements(type.name, plain.join(' '), 2),
    );
  }

  const scores = (order: string, skip: number) =>
    `... on Evaluation { scores(first: 2, skip: ${skip}, order: ${order}) { totalCount responseCount nodes { value response { id } }
      pageInfo { hasNextPage endCursor } } disagreements(first: 2) { outcomes { outcome count } nodes { difference } } }`;
  for (const [order, skip] of [
    ['QUESTION', 1],
    ['WORST_FIRST', 0],
    ['BEST_FIRST', 1],
  ] as const) {
    const together = await client.query<{ nodes: object[] }>(
      `query ($ids: [ID!]!) { nodes(ids: $ids) { ${scores(order, skip)} } }`,
      { ids: ids['Evaluation'] },
    );
    for (const [at, id] of (ids['Evaluation'] ?? []).entries()) {
      const alone = await client.query<{ node: object }>(
        `query ($id: ID!) { node(id: $id) { ${scores(order, skip)} } }`,
        { id },
      );
      expect(together.nodes[at], order).toEqual(alone.node);
    }
    const [few, many] = [2, 4].map((many) => statements('Evaluation', scores(order, skip), many));
    expect(await many, order).toBe(await few);
  }
});
