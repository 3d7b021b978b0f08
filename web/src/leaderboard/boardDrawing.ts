import type { Ink } from '../export/ink.ts';
import { type Drawing, sheet, words } from '../export/svg.ts';
import { decimal, signed } from '../format.ts';
import { placeOn, ticksOf } from '../scale.ts';
import type { Axes } from './axes.ts';
import { type Row, rankText } from './rows.ts';

const WIDTH = 1000;
const TOP = 120;
const LINE = 36;
const CHART = { left: 380, right: 800 };

/** The board as a picture: the rows as they are shown, on the same axis. */
export function drawBoard(
  rows: readonly Row[],
  axes: Axes,
  captions: { title: string; below: string },
  ink: Ink,
): Drawing {
  const height = TOP + rows.length * LINE + 32;
  const parts = [
    drawAxis(axes, height, ink),
    ...rows.map((row, index) => drawRow(row, TOP + index * LINE, axes, ink)),
  ];
  return sheet(captions, { width: WIDTH, height, parts }, ink);
}

const across = (axes: Axes, value: number) =>
  CHART.left + placeOn(axes.score, value) * (CHART.right - CHART.left);

function drawAxis(axes: Axes, height: number, ink: Ink): string {
  return ticksOf(axes.score, 4)
    .map((tick) => {
      const x = across(axes, tick);
      const line = `<line x1="${x}" x2="${x}" y1="${TOP - 8}" y2="${height - 32}" stroke="${ink.line}"/>`;
      return (
        line + words(String(tick), { x, y: TOP - 16, fill: ink['ink-soft'], size: 12, anchor: 'middle' })
      );
    })
    .join('\n');
}

function drawRow(row: Row, top: number, axes: Axes, ink: Ink): string {
  const y = top + LINE / 2;
  const text = { y: y + 5, fill: row.isComplete ? ink.ink : ink['ink-soft'] };
  const { score, difference } = row;
  const name = [row.model, row.settings].filter(Boolean).join(', ');
  const parts = [
    words(rankText(row), { ...text, x: 72, anchor: 'end' }),
    words(row.isComplete ? name : `${name} (incomplete)`, { ...text, x: 92 }),
    words(decimal(score?.mean), { ...text, x: 870, anchor: 'end', weight: 600 }),
    words(score ? `${score.n} of ${score.expected}` : '', {
      ...text,
      x: 968,
      anchor: 'end',
      size: 12,
      fill: ink['ink-soft'],
    }),
  ];
  if (difference) {
    const shown = `${signed(difference.difference)}`;
    parts.push(words(shown, { ...text, x: 360, anchor: 'end', size: 12, fill: ink['ink-soft'] }));
  }
  if (score && score.mean !== null) {
    const { low, high, mean } = score;
    if (low !== null && high !== null) {
      parts.push(
        `<line x1="${across(axes, low)}" x2="${across(axes, high)}" y1="${y}" y2="${y}" stroke="${ink.accent}" stroke-opacity=".45" stroke-width="6" stroke-linecap="round"/>`,
      );
    }
    parts.push(
      `<circle cx="${across(axes, mean)}" cy="${y}" r="6" fill="${ink.accent}" stroke="${ink.paper}" stroke-width="1.5"/>`,
    );
  }
  return parts.join('\n');
}
