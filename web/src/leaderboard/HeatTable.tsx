import type { CSSProperties } from 'react';
import { Scroller } from '../components/Scroller.tsx';
import { decimal, interval } from '../format.ts';
import { categorySpans, cellText, type HeatCell, type HeatMap } from './heat.ts';

interface HeatTableProps {
  heat: HeatMap;
  /** Names of the categories by slug. */
  categories: ReadonlyMap<string, string>;
}

export function HeatTable({ heat: { columns, rows }, categories }: HeatTableProps) {
  const spans = categorySpans(columns);
  // Where each column is its own category, a row above would only repeat them.
  const isGrouped = spans.length > 1 && columns.some(({ slug, category }) => slug !== category);
  return (
    <Scroller label="Models by parts of the benchmark">
      <table className="table heat">
        <caption className="unseen">Percent by model and part of the benchmark</caption>
        <thead>
          {isGrouped && (
            <tr>
              <td />
              {spans.map(({ category, from, width }) => (
                <th key={from} scope="colgroup" colSpan={width} className="heat-group">
                  {categories.get(category) ?? category}
                </th>
              ))}
            </tr>
          )}
          <tr>
            <th scope="col">Model</th>
            {columns.map(({ slug, name, category, domain }) => (
              <th key={`${category} ${domain} ${slug}`} scope="col" className="heat-column">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ id, model, cells }) => (
            <tr key={id}>
              <th scope="row">{model}</th>
              {cells.map((cell, index) => (
                <Cell key={columns[index]?.slug ?? index} cell={cell} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Scroller>
  );
}

function Cell({ cell }: { cell: HeatCell }) {
  const { aggregate, warmth } = cell;
  if (!aggregate || warmth === null) return <td className="heat-cell soft">{cellText(cell)}</td>;
  const { mean, low, high, n, expected } = aggregate;
  return (
    <td
      className="heat-cell"
      style={{ '--warmth': `${Math.round(8 + warmth * 62)}%` } as CSSProperties}
      title={`mean ${decimal(mean)}, 95 % interval ${interval(low, high)}, ${n} of ${expected}`}
    >
      {cellText(cell)}
    </td>
  );
}
