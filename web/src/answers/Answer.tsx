import { Link } from '@tanstack/react-router';
import { useQuery } from 'urql';
import { EmptyState } from '../components/EmptyState.tsx';
import { ErrorNotice } from '../components/ErrorNotice.tsx';
import { Loading } from '../components/Loading.tsx';
import { nodeOf } from '../graphql/node.ts';
import { AnswerDocument, type AnswerQuery } from './answer.generated.ts';
import { Pieces } from './Pieces.tsx';
import { Sightings } from './Sightings.tsx';
import { Verdicts } from './Verdicts.tsx';
import { Words } from './Words.tsx';

export type Opened = NonNullable<ReturnType<typeof nodeOf<NonNullable<AnswerQuery['node']>>>>;
export type Judgement = Opened['judgements'][number];

interface AnswerProps {
  /** Global ids of the response and of the evaluation it is looked at from. */
  id: string;
  evaluation: string | undefined;
  /** Given beside a list: how to get back to it. */
  onClose?: () => void;
}

/** One answer whole: what was asked, what was answered, what every judge made of it. */
export function Answer({ id, evaluation, onClose }: AnswerProps) {
  const [{ data, error, fetching }, ask] = useQuery({ query: AnswerDocument, variables: { response: id } });
  const opened = nodeOf(data?.node);
  return (
    <article className="answer" aria-label="Answer">
      {opened ? (
        <Whole opened={opened} evaluation={evaluation} onClose={onClose} />
      ) : error ? (
        <ErrorNotice error={error} onRetry={() => ask({ requestPolicy: 'network-only' })} />
      ) : fetching ? (
        <Loading what="the answer" />
      ) : (
        <EmptyState title="There is no such answer">
          The link may be of another server, or of a run that is gone.
        </EmptyState>
      )}
    </article>
  );
}

interface WholeProps {
  opened: Opened;
  evaluation: string | undefined;
  onClose: (() => void) | undefined;
}

function Whole({ opened, evaluation, onClose }: WholeProps) {
  const { question, sampleIndex, run } = opened;
  const { slice } = question;
  const path = [slice.parent?.parent?.name, slice.parent?.name, slice.name].filter(Boolean).join(' › ');
  return (
    <>
      <div className="answer-head">
        <div>
          <h2>
            Question {question.externalId}, sample {sampleIndex}
          </h2>
          <p className="soft small">
            {path} · {run.model.name}
          </p>
        </div>
        {onClose && (
          <div className="actions">
            <Link className="button" to="/responses/$id" params={{ id: opened.id }} search={{ evaluation }}>
              On a page of its own
            </Link>
            <button type="button" onClick={onClose}>
              Close
            </button>
          </div>
        )}
      </div>
      <div className="answer-side">
        <section className="answer-part" aria-labelledby="answer-question">
          <h3 id="answer-question">Question</h3>
          <Pieces content={question.content} of="question" />
        </section>
        <section className="answer-part" aria-labelledby="answer-response">
          <h3 id="answer-response">Response</h3>
          <Sightings opened={opened} evaluation={evaluation} />
        </section>
      </div>
      <div className="answer-side">
        <section className="answer-part" aria-labelledby="answer-scores">
          <h3 id="answer-scores">Scores by judge</h3>
          {opened.judgements.length > 0 ? (
            <Verdicts opened={opened} evaluation={evaluation} />
          ) : (
            <p className="soft">No judge has come to it yet.</p>
          )}
        </section>
        <section className="answer-part" aria-labelledby="answer-words">
          <h3 id="answer-words">The judges’ words</h3>
          <Words opened={opened} />
        </section>
      </div>
    </>
  );
}
