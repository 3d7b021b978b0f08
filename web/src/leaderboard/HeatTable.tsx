import { Link } from '@tanstack/react-router';
import type { CSSProperties } from 'react';
import { moveAmongCells } from '../components/cellKeys.ts';
import { Scroller } from '../components/Scroller.tsx';
import { decimal, interval } from '../format.ts';
import type { MatrixColumns } from './board.generated.ts';
import { categorySpans, cellText, type HeatCell, type HeatMap, type HeatRow, partOf } from './heat.ts';

interface HeatTableProps {
  heat: HeatMap;
  kind: MatrixColumns;
  /** Slug of the one that the numbers are of; the headline, or that of each column, unless given. */
  criterion: string | undefined;
  /** Names of the categories by slug. */
  categories: ReadonlyMap<string, string>;
}

/** Beside more columns than these there is less room for names. */
const FEW_COLUMNS = 6;

export function HeatTable({ heat: { columns, rows }, kind, criterion, categories }: HeatTableProps) {
  const spans = categorySpans(columns);
  // Where each column is its own category, a row above would only repeat them.
  const isGrouped = spans.length > 1 && columns.some(({ slug, category }) => slug !== category);
  return (
    <Scroller label="Models by parts of the benchmark" isTall>
      <table
        className="table heat"
        data-few={columns.length <= FEW_COLUMNS}
        style={{ '--columns': columns.length } as CSSProperties}
      >
        <caption className="unseen">Percent by model and part of the benchmark</caption>
        <colgroup>
          <col className="heat-names" />
          <col span={columns.length} />
        </colgroup>
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
        <tbody onKeyDown={moveAmongCells}>
          {rows.map((row, line) => (
            <tr key={row.id}>
              <th scope="row">
                <Link to="/evaluations/$id" params={{ id: row.id }}>
                  {row.name}
                </Link>
                {row.settings && (
                  <span className="aside clamped" title={row.settings}>
                    {row.settings}
                  </span>
                )}
              </th>
              {row.cells.map((cell, index) => {
                const column = columns[index];
                if (!column) return null;
                return (
                  <Cell
                    key={`${column.category} ${column.domain} ${column.slug}`}
                    {...{ row, cell, column, kind, criterion }}
                    isFirst={line === 0 && index === 0}
                  />
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </Scroller>
  );
}

interface CellProps {
  row: HeatRow;
  cell: HeatCell;
  column: HeatMap['columns'][number];
  kind: MatrixColumns;
  criterion: string | undefined;
  /** Whether the tab key stops here; arrows lead on. */
  isFirst: boolean;
}

/** The number, with the way to the answers that it is of. */
function Cell({ row, cell, column, kind, criterion, isFirst }: CellProps) {
  const { aggregate, warmth } = cell;
  if (!aggregate || warmth === null) return <td className="heat-cell soft">{cellText(cell)}</td>;
  const { mean, low, high, n, expected } = aggregate;
  return (
    <td className="heat-cell" style={{ '--warmth': `${Math.round(8 + warmth * 62)}%` } as CSSProperties}>
      <Link
        to="/evaluations/$id/answers"
        params={{ id: row.id }}
        search={{ criterion, ...partOf(column, kind) }}
        tabIndex={isFirst ? 0 : -1}
        title={`${row.model}, ${column.name}: mean ${decimal(mean)}, 95 % interval ${interval(low, high)}, ${n} of ${expected}`}
      >
        {cellText(cell)}
      </Link>
    </td>
  );
}
