import { useEffect, useMemo, useReducer } from 'react';
import { useClient } from 'urql';
import { nodeOf } from '../graphql/node.ts';
import { AnswersPageDocument, type AnswersPageQuery } from './answers.generated.ts';
import { type Book, openBook, PAGE } from './book.ts';
import type { AnswersSearch } from './search.ts';

type PageNode = NonNullable<ReturnType<typeof nodeOf<NonNullable<AnswersPageQuery['node']>>>>;

/** One score of one response. */
export type AnswerRow = PageNode['scores']['nodes'][number];

export type AnswersFilter = Omit<AnswersSearch, 'response'>;

/** The list of an evaluation's answers under a filter; begins anew when `round` counts up. */
export function useBook(evaluation: string, filter: AnswersFilter, round: number): Book<AnswerRow> {
  const client = useClient();
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  const key = JSON.stringify(filter);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another round is another book
  const book = useMemo(() => {
    const wanted = JSON.parse(key) as AnswersFilter;
    return openBook<AnswerRow>(async ({ after, skip, isCounted }) => {
      const variables = { evaluation, ...wanted, first: PAGE, after, skip, counted: isCounted };
      const { data, error } = await client
        .query(AnswersPageDocument, variables, { requestPolicy: 'network-only' })
        .toPromise();
      if (error) throw error;
      const node = nodeOf(data?.node);
      if (!node) throw new Error('There is no such evaluation');
      const { nodes, pageInfo, totalCount, responseCount } = node.scores;
      const counts = { totalCount: totalCount ?? null, answerCount: responseCount ?? null };
      return { rows: nodes, endCursor: pageInfo.endCursor, ...counts };
    }, redraw);
  }, [client, evaluation, key, round]);
  useEffect(() => {
    book.show(0, 0);
    return book.close;
  }, [book]);
  return book;
}
