import { Link } from '@tanstack/react-router';
import { Scroller } from '../components/Scroller.tsx';
import { NONE, short, shortRevision } from '../format.ts';
import { OUTCOME_NAMES } from '../outcomes.ts';
import type { Judgement, Opened } from './Answer.tsx';
import { rerunDates } from './reruns.ts';

type Score = Judgement['scores'][number];

const criterionKey = ({ criterion }: Score): string => `${criterion.category?.slug ?? ''} ${criterion.slug}`;

/** Every criterion as each judge revision scored it, side by side. */
export function Verdicts({ opened, evaluation }: { opened: Opened; evaluation: string | undefined }) {
  const { judgements } = opened;
  const dates = rerunDates(judgements.map(({ evaluation }) => evaluation));
  const criteria = new Map(
    judgements.flatMap(({ scores }) => scores.map((score) => [criterionKey(score), score.criterion])),
  );
  return (
    <Scroller label="Scores by judge">
      <table className="table verdicts">
        <caption className="unseen">Scores of this response by judge and revision, the newest first</caption>
        <thead>
          <tr>
            <th scope="col">Criterion</th>
            {judgements.map(({ evaluation: { id, judge } }) => (
              <th key={id} scope="col" data-current={id === evaluation}>
                <Link to="/evaluations/$id" params={{ id }}>
                  {judge.name}
                </Link>{' '}
                <code>{shortRevision(judge.revision)}</code>
                {dates.has(id) && <span className="aside">{dates.get(id)}</span>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {[...criteria].map(([key, { name, scale }]) => (
            <tr key={key}>
              <th scope="row">
                {name}
                <span className="soft small verdicts-scale">
                  {scale.min} to {scale.max}
                </span>
              </th>
              {judgements.map(({ evaluation: { id }, scores }) => (
                <td key={id} data-current={id === evaluation}>
                  <Verdict score={scores.find((score) => criterionKey(score) === key)} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Scroller>
  );
}

function Verdict({ score }: { score: Score | undefined }) {
  if (!score) return <span className="soft">{NONE}</span>;
  const { outcome, value, officialValue, reason } = score;
  return (
    <>
      <span className="verdict" data-outcome={outcome}>
        {outcome === 'SCORED' ? <strong title={`${value}`}>{short(value)}</strong> : OUTCOME_NAMES[outcome]}
      </span>
      {officialValue !== value && (
        <span className="small soft">
          {' '}
          officially {officialValue === null ? 'left out' : short(officialValue)}
        </span>
      )}
      {reason && <span className="small soft verdict-reason">{reason}</span>}
    </>
  );
}
