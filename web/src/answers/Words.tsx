import { NONE, shortRevision } from '../format.ts';
import type { Judgement, Opened } from './Answer.tsx';
import { isCutIn, likelihoodsIn } from './evidence.ts';
import { rerunDates } from './reruns.ts';

type Reply = Judgement['replies'][number];

const hasSaid = ({ text, evidence, isTruncated }: Reply): boolean =>
  Boolean(text) || isTruncated || likelihoodsIn(evidence).length > 0;

/** What the judges said, word for word. */
export function Words({ opened }: { opened: Opened }) {
  const spoken = opened.judgements.flatMap(({ evaluation, replies, scores }) => {
    const criteria = scores.map(({ criterion }) => criterion);
    const placeOf = ({ part }: Reply) => criteria.findIndex(({ slug }) => slug === part);
    const said = replies.filter(hasSaid).toSorted((a, b) => placeOf(a) - placeOf(b));
    return said.length > 0 ? [{ evaluation, said, criteria }] : [];
  });
  const dates = rerunDates(opened.judgements.map(({ evaluation }) => evaluation));
  if (spoken.length === 0) return <p className="soft">No judge of this response speaks.</p>;
  return (
    <div className="words">
      {spoken.map(({ evaluation: { id, judge }, said, criteria }) => (
        <article key={id}>
          <h4>
            {judge.name} <code>{shortRevision(judge.revision)}</code>
            {dates.has(id) && <span className="aside">{dates.get(id)}</span>}
          </h4>
          {said.map((reply) => (
            <Said
              key={reply.part}
              reply={reply}
              about={criteria.find(({ slug }) => slug === reply.part)?.name}
            />
          ))}
        </article>
      ))}
    </div>
  );
}

interface SaidProps {
  reply: Reply;
  /** Name of the criterion it is about; empty when it is about all. */
  about: string | undefined;
}

function Said({ reply: { part, text, evidence, isTruncated }, about = part }: SaidProps) {
  const options = likelihoodsIn(evidence);
  return (
    <div className="said">
      {(about || isTruncated) && (
        <p className="small soft">
          {about && `About ${about}`}{' '}
          {isTruncated && (
            <span className="tag warned">
              {isCutIn(evidence) ? 'was cut off' : 'saw only part of the answer'}
            </span>
          )}
        </p>
      )}
      {text ? <blockquote>{text}</blockquote> : options.length === 0 && <p className="soft">{NONE}</p>}
      {options.length > 0 && (
        <ul className="likelihoods" aria-label="How likely each answer was">
          {options.map(({ value, p }) => (
            <li key={value}>
              <span>{value}</span>
              <span className="likelihoods-bar" aria-hidden="true">
                <span style={{ width: `${p * 100}%` }} />
              </span>
              <span>{(p * 100).toFixed(1)} %</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
