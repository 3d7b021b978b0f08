import { Link } from '@tanstack/react-router';
import { count } from '../format.ts';
import { OUTCOME_NAMES, OUTCOMES, type OutcomeName } from '../outcomes.ts';
import { isOpen } from '../statuses.ts';
import type { NumbersFragment } from './live.generated.ts';

/** What became of every expected score. All outcomes have their place from the start, so that nothing jumps. */
export function Outcomes({ id, numbers }: { id: string; numbers: NumbersFragment }) {
  const counts = countsOf(numbers);
  const all = Math.max(
    1,
    [...counts.values()].reduce((sum, each) => sum + each, 0),
  );
  const shown = OUTCOMES.filter((outcome) => outcome === 'SCORED' || (counts.get(outcome) ?? 0) > 0);
  return (
    <section className="section" aria-labelledby="outcomes">
      <div className="section-head">
        <h2 id="outcomes">Outcomes</h2>
      </div>
      <div className="card outcomes">
        <div className="outcomes-bar" aria-hidden="true">
          {shown.map((outcome) => (
            <Segment
              key={outcome}
              {...{ id, outcome }}
              width={`${((counts.get(outcome) ?? 0) / all) * 100}%`}
            />
          ))}
        </div>
        <ul>
          {OUTCOMES.map((outcome) => (
            <li key={outcome} data-outcome={outcome} data-empty={!counts.get(outcome)}>
              <Name
                id={id}
                outcome={outcome}
                isOpen={isOpen(numbers.status)}
                count={counts.get(outcome) ?? 0}
              />
              <span>{count(counts.get(outcome) ?? 0)}</span>
            </li>
          ))}
        </ul>
      </div>
    </section>
  );
}

/** Leads where the name below does, which those take who do not see the bar. */
function Segment({ id, outcome, width }: { id: string; outcome: OutcomeName; width: string }) {
  if (outcome === 'NOT_SCORED' || outcome === 'MISSING_RESPONSE')
    return <span data-outcome={outcome} style={{ width }} />;
  return (
    <Link
      to="/evaluations/$id/answers"
      params={{ id }}
      search={{ outcome: [outcome] }}
      data-outcome={outcome}
      style={{ width }}
      title={OUTCOME_NAMES[outcome]}
      tabIndex={-1}
    />
  );
}

interface NameProps {
  id: string;
  outcome: OutcomeName;
  isOpen: boolean;
  count: number;
}

function Name({ id, outcome, isOpen, count }: NameProps) {
  if (outcome === 'NOT_SCORED') return <span>{isOpen ? 'Not scored yet' : OUTCOME_NAMES[outcome]}</span>;
  if (outcome === 'MISSING_RESPONSE' || count === 0) return <span>{OUTCOME_NAMES[outcome]}</span>;
  return (
    <Link to="/evaluations/$id/answers" params={{ id }} search={{ outcome: [outcome] }}>
      {OUTCOME_NAMES[outcome]}
    </Link>
  );
}

function countsOf({ criteria }: NumbersFragment): Map<OutcomeName, number> {
  const counts = new Map<OutcomeName, number>();
  for (const { outcome, count } of criteria.flatMap(({ strict }) => strict.outcomes)) {
    counts.set(outcome, (counts.get(outcome) ?? 0) + count);
  }
  return counts;
}
