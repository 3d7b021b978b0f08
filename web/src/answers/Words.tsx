import { NONE, shortRevision } from '../format.ts';
import type { Judgement, Opened } from './Answer.tsx';
import { likelihoodsIn } from './evidence.ts';

type Reply = Judgement['replies'][number];

const hasSaid = ({ text, evidence, isTruncated }: Reply): boolean =>
  Boolean(text) || isTruncated || likelihoodsIn(evidence).length > 0;

/** What the judges said, word for word. */
export function Words({ opened }: { opened: Opened }) {
  const spoken = opened.judgements.flatMap(({ evaluation, replies }) => {
    const said = replies.filter(hasSaid);
    return said.length > 0 ? [{ evaluation, said }] : [];
  });
  if (spoken.length === 0) return <p className="soft">No judge of this response speaks.</p>;
  return (
    <div className="words">
      {spoken.map(({ evaluation: { id, judge }, said }) => (
        <article key={id}>
          <h4>
            {judge.name} <code>{shortRevision(judge.revision)}</code>
          </h4>
          {said.map((reply) => (
            <Said key={reply.part} reply={reply} />
          ))}
        </article>
      ))}
    </div>
  );
}

function Said({ reply: { part, text, evidence, isTruncated } }: { reply: Reply }) {
  const options = likelihoodsIn(evidence);
  return (
    <div className="said">
      {(part || isTruncated) && (
        <p className="small soft">
          {part && `About ${part}`}{' '}
          {isTruncated && <span className="tag warned">saw only part of the answer</span>}
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
