import { Link, useParams } from '@tanstack/react-router';
import { useEffect } from 'react';
import { EmptyState } from '../components/EmptyState.tsx';
import { ErrorNotice } from '../components/ErrorNotice.tsx';
import { Loading } from '../components/Loading.tsx';
import { Page } from '../components/Page.tsx';
import { instant, shortRevision } from '../format.ts';
import { announce } from '../layout/Announcer.tsx';
import { isOpen, STATUS_NAMES } from '../statuses.ts';
import { Cancel } from './Cancel.tsx';
import { Histogram } from './Histogram.tsx';
import type { NumbersFragment } from './live.generated.ts';
import { Means } from './Means.tsx';
import { Outcomes } from './Outcomes.tsx';
import { Progress } from './Progress.tsx';
import { RunFacts } from './RunFacts.tsx';
import { STATUS_MEANINGS } from './Status.tsx';
import { Trail } from './Trail.tsx';
import { headlineOf, type Opened, useLive } from './useLive.ts';
import { Workers } from './Workers.tsx';
import './live.css';

export function LivePage() {
  const { id } = useParams({ from: '/evaluations/$id' });
  return <Live key={id} id={id} />;
}

function Live({ id }: { id: string }) {
  const { result, askAgain, opened, numbers, isFollowed, marks, trail } = useLive(id);
  useEnd(numbers, isFollowed);
  if (!opened || !numbers) {
    return (
      <Page title="Evaluation">
        {result.error ? (
          <ErrorNotice error={result.error} onRetry={askAgain} />
        ) : result.fetching ? (
          <Loading what="the evaluation" />
        ) : (
          <EmptyState title="There is no such evaluation">
            The <Link to="/evaluations">list of evaluations</Link> has those that there are.
          </EmptyState>
        )}
      </Page>
    );
  }
  const whole = headlineOf(numbers);
  return (
    <Page title={`${opened.run.model.name} on ${opened.run.benchmark.name}`} lead={<Lead opened={opened} />}>
      <Ways id={id} opened={opened} numbers={numbers} />
      <Progress numbers={numbers} marks={marks} />
      <div className="live-columns">
        <section className="section" aria-labelledby="means">
          <div className="section-head">
            <h2 id="means">{isOpen(numbers.status) ? 'Running mean' : 'Mean'}</h2>
          </div>
          {isFollowed && whole && <Trail trail={trail} responses={numbers.responses} scale={whole.scale} />}
          <Means id={id} numbers={numbers} />
        </section>
        <div className="live-side">
          <Histogram id={id} criteria={numbers.criteria} />
          <Outcomes id={id} numbers={numbers} />
        </div>
      </div>
      {isFollowed && <Workers judge={opened.judge} />}
      <RunFacts run={opened.run} />
    </Page>
  );
}

function Lead({ opened }: { opened: Opened }) {
  return (
    <>
      Judged by {opened.judge.name} <code>{shortRevision(opened.judge.revision)}</code>, queued{' '}
      {instant(opened.createdAt)}
    </>
  );
}

function Ways({ id, opened, numbers }: { id: string; opened: Opened; numbers: NumbersFragment }) {
  const { judge, run } = opened;
  return (
    <div className="actions">
      <Link className="button" to="/evaluations/$id/answers" params={{ id }}>
        Answers
      </Link>
      <Link
        className="button"
        to="/"
        search={{ benchmark: run.benchmark.slug, judge: `${judge.name}@${judge.revision}` }}
      >
        Leaderboard
      </Link>
      {isOpen(numbers.status) && <Cancel id={id} />}
    </div>
  );
}

/** Says that it is over to those who do not look. */
function useEnd(numbers: NumbersFragment | null, isFollowed: boolean): void {
  const status = numbers?.status;
  const isOver = isFollowed && numbers !== null && !isOpen(numbers.status);
  useEffect(() => {
    if (isOver && status) announce(`${STATUS_NAMES[status]}. ${STATUS_MEANINGS[status]}`);
  }, [isOver, status]);
}
