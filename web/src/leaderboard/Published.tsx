import type { Benchmark } from '../choosing/slices.ts';
import { Scroller } from '../components/Scroller.tsx';
import { decimal, NONE, percentage } from '../format.ts';
import type { BoardQuery } from './board.generated.ts';
import { numberOf, sourcesOf } from './sources.ts';

type Result = BoardQuery['leaderboard']['published'][number];
type Category = Pick<Benchmark['slices'][number], 'slug' | 'name'>;

interface PublishedProps {
  results: readonly Result[];
  benchmark: Benchmark;
  /** Slug of the one that is looked at alone. */
  category: string | undefined;
}

/** What papers say, apart from what was measured: other scorers, no n, no interval, no rank. */
export function Published({ results, benchmark, category }: PublishedProps) {
  const sources = sourcesOf(results);
  const isWhole = results.some(({ mean }) => mean !== null);
  const isPercent = results.some(({ percentOfScale }) => percentOfScale !== null);
  const categories = benchmark.slices.filter(
    ({ slug, level }) =>
      level === 'CATEGORY' &&
      category === undefined &&
      results.some((result) => result.categories.some((each) => each.slug === slug)),
  );
  return (
    <section className="section" aria-labelledby="published">
      <div className="section-head">
        <h2 id="published">Published elsewhere</h2>
      </div>
      <Scroller label="Published results" isTall>
        <table className="table published">
          <caption className="unseen">Results quoted from papers and pages, with their sources</caption>
          <thead>
            <tr>
              <th scope="col">Model</th>
              {isWhole && (
                <th scope="col" className="number">
                  Score
                </th>
              )}
              {isWhole && isPercent && (
                <th scope="col" className="number">
                  Percent
                </th>
              )}
              {categories.map(({ slug, name }) => (
                <th key={slug} scope="col" className="number published-category">
                  {name}
                </th>
              ))}
              <th scope="col">Scored by</th>
              <th scope="col">Source</th>
            </tr>
          </thead>
          <tbody>
            {results.map((result) => (
              <PublishedRow
                key={JSON.stringify(result)}
                {...{ result, isWhole, categories }}
                isPercent={isWhole && isPercent}
                number={numberOf(result, sources)}
              />
            ))}
          </tbody>
        </table>
      </Scroller>
      <p className="note">Quoted, not measured here: no n, no interval, and so no rank among the above.</p>
      <ol className="note sources">
        {sources.map(({ source, note }, index) => (
          <li key={`${source} ${note}`} id={`source-${index + 1}`}>
            {linked(source)}
            {note && <span className="aside">{note}</span>}
          </li>
        ))}
      </ol>
    </section>
  );
}

interface PublishedRowProps {
  result: Result;
  isWhole: boolean;
  isPercent: boolean;
  categories: readonly Category[];
  number: number;
}

function PublishedRow({ result, isWhole, isPercent, categories, number }: PublishedRowProps) {
  const { model, mean, percentOfScale, scorer } = result;
  return (
    <tr>
      <th scope="row">{model}</th>
      {isWhole && <td className="number published-score">{decimal(mean)}</td>}
      {isPercent && <td className="number">{percentage(percentOfScale)}</td>}
      {categories.map(({ slug }) => (
        <CategoryCell key={slug} said={result.categories.find((each) => each.slug === slug)} />
      ))}
      <td className="published-scorer">{scorer}</td>
      <td>
        <a href={`#source-${number}`}>
          <span className="unseen">Source </span>[{number}]
        </a>
      </td>
    </tr>
  );
}

function CategoryCell({ said }: { said: Result['categories'][number] | undefined }) {
  if (!said) return <td className="number soft">{NONE}</td>;
  return (
    <td className="number">
      {decimal(said.mean)}
      {said.percentOfScale !== null && <span className="aside">{percentage(said.percentOfScale)}</span>}
    </td>
  );
}

function linked(source: string) {
  const address = /https?:\/\/\S+[^\s.,;)]/.exec(source)?.[0];
  if (!address) return source;
  return (
    <a href={address} rel="noreferrer">
      {source}
    </a>
  );
}
