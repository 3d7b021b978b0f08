import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useQuery } from 'urql';
import { EmptyState } from '../components/EmptyState.tsx';
import { ErrorNotice } from '../components/ErrorNotice.tsx';
import { Loading } from '../components/Loading.tsx';
import { Page } from '../components/Page.tsx';
import { LinkDialog } from '../export/LinkDialog.tsx';
import { instant, shortRevision } from '../format.ts';
import { nodeOf } from '../graphql/node.ts';
import { isOpen } from '../statuses.ts';
import { Answer } from './Answer.tsx';
import { AnswersFrameDocument } from './answers.generated.ts';
import { countedText } from './counted.ts';
import { Filters } from './Filters.tsx';
import { List } from './List.tsx';
import { OrderHead } from './OrderHead.tsx';
import type { AnswersSearch } from './search.ts';
import { useBook } from './useBook.ts';
import './answers.css';

export function AnswersPage() {
  const { id } = useParams({ from: '/evaluations/$id/answers' });
  const [{ data, error, fetching }, ask] = useQuery({
    query: AnswersFrameDocument,
    variables: { evaluation: id },
  });
  const frame = nodeOf(data?.node);
  if (!frame) {
    return (
      <Page title="Answers">
        {error ? (
          <ErrorNotice error={error} onRetry={() => ask({ requestPolicy: 'network-only' })} />
        ) : fetching ? (
          <Loading what="the answers" />
        ) : (
          <EmptyState title="There is no such evaluation">
            The <Link to="/evaluations">list of evaluations</Link> has those that there are.
          </EmptyState>
        )}
      </Page>
    );
  }
  const { run, judge } = frame;
  const lead = (
    <>
      On {run.benchmark.name}, judged by {judge.name} <code>{shortRevision(judge.revision)}</code> in{' '}
      <Link to="/evaluations/$id" params={{ id }}>
        this evaluation
      </Link>{' '}
      of <time dateTime={frame.createdAt}>{instant(frame.createdAt)}</time>
    </>
  );
  return (
    <Page title={`Answers of ${run.model.name}`} lead={lead}>
      <Answers id={id} {...run.benchmark} isOpen={isOpen(frame.status)} />
    </Page>
  );
}

interface AnswersProps {
  id: string;
  slices: Parameters<typeof Filters>[0]['slices'];
  criteria: Parameters<typeof Filters>[0]['criteria'];
  /** Whether more may come. */
  isOpen: boolean;
}

function Answers({ id, slices, criteria, isOpen }: AnswersProps) {
  const search = useSearch({ from: '/evaluations/$id/answers' });
  const navigate = useNavigate({ from: '/evaluations/$id/answers' });
  const [round, nextRound] = useState(0);
  const { response, ...filter } = search;
  const book = useBook(id, filter, round);
  const [total, answers] = [book.total(), book.answers()];
  const error = book.error();
  const choose = (change: Partial<AnswersSearch>) =>
    void navigate({ search: { ...search, response: undefined, ...change }, replace: true });
  const open = (opened: string | undefined) =>
    void navigate({ search: { ...search, response: opened }, replace: response !== undefined && !!opened });
  return (
    <>
      <Filters slices={slices} criteria={criteria} search={search} onChange={choose} />
      <div className="answers" data-open={response !== undefined}>
        <section className="answers-side" aria-label="List of answers">
          <div className="section-head">
            <p className="soft small" role="status">
              {total === null || answers === null ? 'Counting…' : countedText(answers, total)}
            </p>
            <LinkDialog
              what="this list"
              table="SCORES"
              filters={{
                evaluation: id,
                category: filter.category,
                domain: filter.domain,
                subdomain: filter.subdomain,
                criterion: filter.criterion,
                outcome: filter.outcome?.length ? filter.outcome : undefined,
              }}
              note={
                filter.min === undefined && filter.max === undefined
                  ? undefined
                  : 'It has scores of any value: filter by value where it is read.'
              }
            />
            {isOpen && (
              <button type="button" onClick={() => nextRound((before) => before + 1)}>
                Show newer
              </button>
            )}
          </div>
          <OrderHead order={search.order} onChange={(order) => choose({ order })} />
          {error ? (
            <ErrorNotice error={error} onRetry={() => nextRound((before) => before + 1)} />
          ) : total === 0 ? (
            <EmptyState title="No answer fits">Leave a filter out to see more.</EmptyState>
          ) : total === null ? (
            <Loading what="answers" />
          ) : (
            <List
              key={JSON.stringify([filter, round])}
              book={book}
              total={total}
              open={response}
              isOneOfMany={criteria.length > 1 && !filter.criterion}
              onOpen={open}
            />
          )}
        </section>
        {response ? (
          <Answer key={response} id={response} evaluation={id} onClose={() => open(undefined)} />
        ) : (
          <p className="answers-hint soft">Choose an answer to see it whole.</p>
        )}
      </div>
    </>
  );
}
