import { Link } from '@tanstack/react-router';
import { Scroller } from '../components/Scroller.tsx';
import { decimal } from '../format.ts';
import type { Span } from '../scale.ts';
import type { ComparisonQuery } from './compare.generated.ts';
import { DifferenceHead } from './DifferenceHead.tsx';
import { DifferenceRow } from './DifferenceRow.tsx';
import { Questions } from './Questions.tsx';
import { verdict } from './verdict.ts';

export type Compared = ComparisonQuery['compare']['nodes'][number];

interface OneAgainstProps {
  node: Compared;
  baseline: ComparisonQuery['compare']['baseline'];
  name: string;
  baselineName: string;
  axis: Span;
}

/** One evaluation against the baseline: on the whole, by slice, and where they differ most. */
export function OneAgainst({ node, baseline, name, baselineName, axis }: OneAgainstProps) {
  const { whole, slices, agreement, largestDifferences } = node;
  return (
    <section className="section against" aria-label={`${name} against ${baselineName}`}>
      <h2>
        <Link to="/evaluations/$id" params={{ id: node.evaluation.id }}>
          {name}
        </Link>{' '}
        <span className="soft">against</span>{' '}
        <Link to="/evaluations/$id" params={{ id: baseline.id }}>
          {baselineName}
        </Link>
      </h2>
      {whole && <p className="lead">{verdict(name, baselineName, whole)}</p>}
      <Scroller label={`Differences of ${name} from ${baselineName}`}>
        <table className="table differences">
          <caption className="unseen">
            Paired differences of {name} from {baselineName}, by part of the benchmark
          </caption>
          <DifferenceHead axis={axis} />
          <tbody>
            {whole && <DifferenceRow part="Everything" difference={whole} axis={axis} isWhole />}
            {slices.map(({ slice, difference }) => (
              <DifferenceRow
                key={`${slice.parent?.name} ${slice.slug}`}
                part={slice.parent ? `${slice.parent.name}: ${slice.name}` : slice.name}
                {...{ difference, axis }}
              />
            ))}
          </tbody>
        </table>
      </Scroller>
      {agreement && (
        <p className="note">
          The same responses by two judges: {agreement.same} of {agreement.n} values are the same; kappa{' '}
          {decimal(agreement.kappa, 2)}, Pearson’s r {decimal(agreement.pearson, 2)}.
        </p>
      )}
      <Questions
        questions={largestDifferences}
        first={{ name: baselineName, evaluation: baseline.id }}
        second={{ name, evaluation: node.evaluation.id }}
      />
    </section>
  );
}
