import { Link } from '@tanstack/react-router';
import { Meter } from '../components/Meter.tsx';
import { Scroller } from '../components/Scroller.tsx';
import { count, instant, shortRevision } from '../format.ts';
import { settingsText } from '../leaderboard/rows.ts';
import { STATUS_NAMES } from '../statuses.ts';
import type { EvaluationsQuery } from './evaluations.generated.ts';
import type { Progress } from './useProgress.ts';

type Evaluation = EvaluationsQuery['evaluations']['nodes'][number];

interface EvaluationsTableProps {
  evaluations: readonly Evaluation[];
  progress: ReadonlyMap<string, Progress>;
  isBusy: boolean;
}

export function EvaluationsTable({ evaluations, progress, isBusy }: EvaluationsTableProps) {
  return (
    <Scroller label="Evaluations">
      <table className="table evaluations" aria-busy={isBusy}>
        <caption className="unseen">Evaluations, newest first</caption>
        <thead>
          <tr>
            <th scope="col">Model</th>
            <th scope="col">Benchmark</th>
            <th scope="col">Judge</th>
            <th scope="col">Status</th>
            <th scope="col" className="number">
              Scored
            </th>
            <th scope="col">Begun</th>
            <th scope="col">
              <span className="unseen">More</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {evaluations.map((evaluation) => (
            <EvaluationRow key={evaluation.id} {...evaluation} {...progress.get(evaluation.id)} />
          ))}
        </tbody>
      </table>
    </Scroller>
  );
}

function EvaluationRow({ id, run, judge, status, reason, done, expected, createdAt }: Evaluation) {
  const settings = settingsText(run.settings);
  return (
    <tr>
      <th scope="row">
        <Link to="/evaluations/$id" params={{ id }}>
          {run.model.name}
        </Link>
        {settings && (
          <span className="aside clamped" title={settings}>
            {settings}
          </span>
        )}
      </th>
      <td className="evaluations-benchmark">
        <Link to="/" search={{ benchmark: run.benchmark.slug }}>
          {run.benchmark.name}
        </Link>
      </td>
      <td className="evaluations-judge">
        {judge.name}
        <span className="aside">{shortRevision(judge.revision)}</span>
      </td>
      <td className="evaluations-status">
        <span className="tag" data-status={status}>
          {STATUS_NAMES[status]}
        </span>
        {status === 'FAILED' && reason && (
          <span className="aside clamped" title={reason}>
            {reason}
          </span>
        )}
      </td>
      <td className="number evaluations-scored">
        {count(done)} <span className="soft">of {count(expected)}</span>
        <Meter label={`Scored of ${run.model.name}`} value={done} max={expected} />
      </td>
      <td className="soft evaluations-time">
        <time dateTime={createdAt}>{instant(createdAt)}</time>
      </td>
      <td className="evaluations-more">
        <Link to="/evaluations/$id/answers" params={{ id }}>
          Answers<span className="unseen"> of {run.model.name}</span>
        </Link>
      </td>
    </tr>
  );
}
