import { fitted } from '../export/fit.ts';
import type { Ink } from '../export/ink.ts';
import { type Drawing, sheet, words } from '../export/svg.ts';
import { decimal, signed } from '../format.ts';
import { placeOn, ticksOf, tickTexts } from '../scale.ts';
import type { Axes } from './axes.ts';
import { type Row, rankText } from './rows.ts';

const WIDTH = 1000;
const TOP = 120;
const LINE = 36;
const NAME = 92;
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
  const ticks = ticksOf(axes.score, 4);
  const texts = tickTexts(ticks);
  return ticks
    .map((tick, index) => {
      const x = across(axes, tick);
      const line = `<line x1="${x}" x2="${x}" y1="${TOP - 8}" y2="${height - 32}" stroke="${ink.line}"/>`;
      const place = { x, y: TOP - 16, fill: ink['ink-soft'], size: 12, anchor: 'middle' } as const;
      return line + words(texts[index] ?? '', place);
    })
    .join('\n');
}

function drawRow(row: Row, top: number, axes: Axes, ink: Ink): string {
  const { score, difference, isComplete } = row;
  const y = top + LINE / 2;
  const text = { y: y + 5, fill: isComplete ? ink.ink : ink['ink-soft'] };
  const aside = { ...text, fill: ink['ink-soft'], size: 12, anchor: 'end' } as const;
  const name = [row.model, row.settings].filter(Boolean).join(', ');
  const said = isComplete ? name : `${name} (not comparable)`;
  const room = CHART.left - NAME - (difference ? 96 : 24);
  return [
    words(rankText(row), { ...text, x: 72, anchor: 'end' }),
    words(fitted(said, room), { ...text, x: NAME }),
    words(difference ? signed(difference.difference) : '', { ...aside, x: 360 }),
    drawInterval(row, y, axes, isComplete ? ink.accent : ink['ink-soft']),
    words(decimal(score?.mean), { ...text, x: 870, anchor: 'end', weight: 600 }),
    words(score ? `${score.n} of ${score.expected}` : '', { ...aside, x: 968 }),
  ].join('\n');
}

function drawInterval({ score }: Row, y: number, axes: Axes, colour: string): string {
  if (!score || score.mean === null) return '';
  const { low, high, mean } = score;
  const dot = `<circle cx="${across(axes, mean)}" cy="${y}" r="6" fill="${colour}"/>`;
  if (low === null || high === null) return dot;
  const ends = `x1="${across(axes, low)}" x2="${across(axes, high)}" y1="${y}" y2="${y}"`;
  return `<line ${ends} stroke="${colour}" stroke-opacity=".45" stroke-width="6" stroke-linecap="round"/>${dot}`;
}
