import type { ReactNode } from 'react';
import { Meter } from '../components/Meter.tsx';
import { count, instant, NONE } from '../format.ts';
import { isOpen } from '../statuses.ts';
import type { NumbersFragment } from './live.generated.ts';
import { duration, type Mark, perSecond } from './pace.ts';
import { STATUS_MEANINGS, Status } from './Status.tsx';
import { shareText } from './share.ts';
import { usageFacts } from './usage.ts';

/** How far it is, how fast it goes and when it will be done. The same places hold how long it took. */
export function Progress({ numbers, marks }: { numbers: NumbersFragment; marks: readonly Mark[] }) {
  const { status, done, responses, expected, reason, usage } = numbers;
  return (
    <section className="card progress" aria-label="Progress">
      <div className="progress-head">
        <Status status={status} />
        {reason ? (
          <span className="progress-reason" title={reason}>
            {reason}
          </span>
        ) : (
          <span className="soft">{STATUS_MEANINGS[status]}</span>
        )}
        <strong className="progress-share">{shareText(numbers)}</strong>
      </div>
      <Meter label="Responses scored" value={done} max={responses} />
      <dl className="facts">
        <Fact name="Responses">
          {count(done)} <span className="soft">of {count(responses)}</span>
        </Fact>
        <Fact name="A full run has">{count(expected)}</Fact>
        {times(numbers, marks).map(([name, said]) => (
          <Fact key={name} name={name}>
            {said}
          </Fact>
        ))}
        {usage &&
          usageFacts(usage).map(([name, said, more]) => (
            <Fact key={name} name={name}>
              {said} {more && <span className="soft">{more}</span>}
            </Fact>
          ))}
      </dl>
    </section>
  );
}

function times(numbers: NumbersFragment, marks: readonly Mark[]): [name: string, said: string][] {
  const { startedAt, finishedAt, done, responses } = numbers;
  if (isOpen(numbers.status)) {
    const rate = perSecond(marks);
    return [
      ['Speed', rate === null ? NONE : `${rate.toFixed(1)} a second`],
      ['Time left', rate === null ? NONE : duration((responses - done) / rate)],
    ];
  }
  const seconds = startedAt && finishedAt ? (Date.parse(finishedAt) - Date.parse(startedAt)) / 1000 : null;
  return [
    ['Took', seconds === null ? NONE : duration(seconds)],
    ['Closed', finishedAt ? instant(finishedAt) : NONE],
  ];
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
