import { Link } from '@tanstack/react-router';
import { pictureAddress } from '../base.ts';
import { decimal, signed } from '../format.ts';
import type { ShownFragment } from './compare.generated.ts';
import type { Compared } from './OneAgainst.tsx';

interface Side {
  name: string;
  evaluation: string;
}

interface QuestionsProps {
  questions: Compared['largestDifferences'];
  first: Side;
  second: Side;
}

/** Where two evaluations differ most, to look at before believing a mean. */
export function Questions({ questions, first, second }: QuestionsProps) {
  if (questions.length === 0) return <p className="note">On no question do they differ.</p>;
  return (
    <>
      <h3>Questions where they differ most</h3>
      <ol className="differing">
        {questions.map(({ question, difference, ...answers }) => (
          <li key={question.id} className="card differing-item">
            <p className="differing-question">
              <span className="tag">{question.slice.name}</span> {textOf(question.content)}
            </p>
            <Answers side={first} value={answers.baselineValue} responses={answers.baselineResponses} />
            <Answers side={second} value={answers.value} responses={answers.responses} />
            <p className="differing-by">{signed(difference)}</p>
          </li>
        ))}
      </ol>
    </>
  );
}

interface AnswersProps {
  side: Side;
  value: number;
  responses: readonly ShownFragment[];
}

function Answers({ side, value, responses }: AnswersProps) {
  return (
    <div className="differing-answers">
      <p>
        {side.name} <strong>{decimal(value)}</strong>
      </p>
      <div className="differing-pictures">
        {responses.map((response) => (
          <Link
            key={response.id}
            to="/responses/$id"
            params={{ id: response.id }}
            search={{ evaluation: side.evaluation }}
          >
            <span className="unseen">
              Answer {response.sampleIndex + 1} of {side.name}:{' '}
            </span>
            <Preview content={response.content} />
          </Link>
        ))}
      </div>
    </div>
  );
}

/** The pictures of an answer, or the beginning of its words. */
function Preview({ content }: { content: ShownFragment['content'] }) {
  const pictures = content.flatMap((segment) =>
    'image' in segment ? pictureAddress(segment.image.thumbnailUrl) : [],
  );
  if (pictures.length === 0) return <span className="differing-text">{textOf(content) || 'empty'}</span>;
  return pictures.map((url, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a picture may come twice, and the order is fixed
    <img key={index} src={url} alt="" width="64" height="64" loading="lazy" />
  ));
}

const textOf = (content: readonly object[]): string =>
  content.flatMap((segment) => ('text' in segment ? [String(segment.text)] : [])).join(' ');
