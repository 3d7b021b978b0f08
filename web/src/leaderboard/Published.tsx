import { Scroller } from '../components/Scroller.tsx';
import { decimal, percentage } from '../format.ts';
import type { BoardQuery } from './board.generated.ts';
import { numberOf, sourcesOf } from './sources.ts';

type Result = BoardQuery['leaderboard']['published'][number];

/** What papers say, apart from what was measured: other scorers, no n, no interval, no rank. */
export function Published({ results }: { results: readonly Result[] }) {
  const sources = sourcesOf(results);
  return (
    <section className="section" aria-labelledby="published">
      <div className="section-head">
        <h2 id="published">Published elsewhere</h2>
      </div>
      <Scroller label="Published results">
        <table className="table published">
          <caption className="unseen">Results quoted from papers and pages, with their sources</caption>
          <thead>
            <tr>
              <th scope="col">Model</th>
              <th scope="col" className="number">
                Score
              </th>
              <th scope="col" className="number">
                Percent
              </th>
              <th scope="col">Scored by</th>
              <th scope="col">Source</th>
            </tr>
          </thead>
          <tbody>
            {results.map((result) => (
              <PublishedRow key={JSON.stringify(result)} result={result} number={numberOf(result, sources)} />
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

function PublishedRow({ result, number }: { result: Result; number: number }) {
  const { model, mean, percent, scorer } = result;
  return (
    <tr>
      <th scope="row">{model}</th>
      <td className="number">{decimal(mean)}</td>
      <td className="number">{percentage(percent)}</td>
      <td>{scorer}</td>
      <td>
        <a href={`#source-${number}`}>
          <span className="unseen">Source </span>[{number}]
        </a>
      </td>
    </tr>
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
