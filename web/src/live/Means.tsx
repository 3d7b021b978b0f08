import { Link } from '@tanstack/react-router';
import { Interval } from '../components/Interval.tsx';
import { Scroller } from '../components/Scroller.tsx';
import { count, decimal, interval } from '../format.ts';
import type { MeanFragment, NumbersFragment } from './live.generated.ts';
import { headlineOf } from './useLive.ts';

interface MeanRow {
  key: string;
  name: string;
  /** What it is of, as the list of answers is asked for it. */
  part: { category?: string; criterion?: string };
  strict: MeanFragment;
  /** As the published script has it. */
  official: number | null;
}

/** The running means: the whole, then its categories, or the criteria where the headline's is not judged. */
export function Means({ id, numbers }: { id: string; numbers: NumbersFragment }) {
  const rows = rowsOf(numbers);
  return (
    <Scroller label="Running means">
      <table className="table means">
        <caption className="unseen">Running means with their 95 % intervals, questions as clusters</caption>
        <thead>
          <tr>
            <th scope="col">Part</th>
            <th scope="col" className="means-axis">
              Mean and 95 % interval on its scale
            </th>
            <th scope="col" className="number">
              Mean
            </th>
            <th scope="col" className="number means-interval">
              Interval
            </th>
            <th scope="col" className="number means-n">
              n of expected
            </th>
            <th scope="col" className="number">
              Official
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, name, part, strict, official }) => (
            <tr key={key} data-part={key}>
              <th scope="row">
                <Link to="/evaluations/$id/answers" params={{ id }} search={part}>
                  {name}
                </Link>
              </th>
              <td className="means-axis">
                {strict.mean === null ? (
                  <span className="means-rail" />
                ) : (
                  <Link
                    to="/evaluations/$id/answers"
                    params={{ id }}
                    search={part}
                    tabIndex={-1}
                    title={name}
                  >
                    <Interval mean={strict.mean} low={strict.low} high={strict.high} axis={strict.scale} />
                  </Link>
                )}
              </td>
              <td className="number means-mean">{decimal(strict.mean)}</td>
              <td className="number soft">{interval(strict.low, strict.high)}</td>
              <td className="number soft">
                {count(strict.n)} of {count(strict.expected)}
              </td>
              <td className="number soft">{decimal(official)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroller>
  );
}

function rowsOf(numbers: NumbersFragment): MeanRow[] {
  const official = numbers.modes.find(({ mode }) => mode === 'OFFICIAL');
  const categories = numbers.modes.find(({ mode }) => mode === 'STRICT')?.categories ?? [];
  const whole = headlineOf(numbers);
  const rows: MeanRow[] = categories.map(({ slug, name, score }) => ({
    ...{ key: slug, name, part: { category: slug }, strict: score },
    official: official?.categories.find((each) => each.slug === slug)?.score.mean ?? null,
  }));
  if (whole)
    rows.unshift({
      key: 'whole',
      name: 'Whole',
      part: {},
      strict: whole,
      official: official?.score?.mean ?? null,
    });
  if (rows.length > 0) return rows;
  return numbers.criteria.map(({ category, criterion, strict, official }) => ({
    key: `${category}/${criterion.slug}`,
    name: `${criterion.name}, ${category}`,
    part: { category, criterion: criterion.slug },
    ...{ strict, official: official.mean },
  }));
}
