import { fitted, widthOf } from '../export/fit.ts';
import type { Ink } from '../export/ink.ts';
import { type Drawing, sheet, words } from '../export/svg.ts';
import { cellText, type HeatMap } from './heat.ts';

/** Room for names, from that of short ones to the most there is. */
const NAMES = { least: 240, most: 520 };
const TOP = 200;
const CELL = { width: 76, height: 32 };

/** The heat map as a picture; names of columns stand aslant, so that long ones fit. */
export function drawHeat(
  { columns, rows }: HeatMap,
  captions: { title: string; below: string },
  ink: Ink,
): Drawing {
  const longest = Math.max(0, ...rows.map(({ model }) => widthOf(model)));
  const left = Math.min(NAMES.most, Math.max(NAMES.least, Math.ceil(longest) + 48));
  const heads = columns.map(({ name }, index) => {
    const [x, y] = [left + (index + 0.5) * CELL.width, TOP - 10];
    return `<g transform="rotate(-40 ${x} ${y})">${words(name, { x, y, fill: ink['ink-soft'], size: 12 })}</g>`;
  });
  const lines = rows.flatMap(({ model, cells }, line) => {
    const y = TOP + line * CELL.height;
    return [
      words(fitted(model, left - 48), { x: left - 16, y: y + 21, fill: ink.ink, anchor: 'end' }),
      ...cells.map((cell, index) => {
        const { warmth } = cell;
        const x = left + index * CELL.width;
        const box = `<rect x="${x + 1}" y="${y + 1}" width="${CELL.width - 2}" height="${CELL.height - 2}" rx="3" fill="${ink.heat}" fill-opacity="${((warmth ?? 0) * 0.62 + (warmth === null ? 0 : 0.08)).toFixed(3)}"/>`;
        return (
          box +
          words(cellText(cell), {
            x: x + CELL.width / 2,
            y: y + 21,
            fill: ink.ink,
            size: 13,
            anchor: 'middle',
          })
        );
      }),
    ];
  });
  const size = {
    width: left + columns.length * CELL.width + 120,
    height: TOP + rows.length * CELL.height + 32,
  };
  return sheet(captions, { ...size, parts: [...heads, ...lines] }, ink);
}
