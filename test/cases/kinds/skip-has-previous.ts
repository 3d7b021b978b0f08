import { expect } from 'vitest';
import { post } from '../../support/builders.ts';
import { test } from '../../support/fixtures.ts';
import { anEvaluationOf } from '../../support/imported.ts';

export function declare(): void {
  test('rows precede a page that skips some', async ({ api, client }) => {
    const id = await anEvaluationOf(client, 4);

    const { data } = await post(
      api,
      'query ($id: ID!) { node(id: $id) { ... on Evaluation { scores(first: 3, skip: 1) { pageInfo { hasPreviousPage } } } } }',
      { id },
    );

    expect(data.node.scores.pageInfo.hasPreviousPage).toBe(true);
  });
}
