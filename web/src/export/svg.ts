import type { Ink } from './ink.ts';

export interface Drawing {
  svg: string;
  width: number;
  height: number;
}

const FONT = "-apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', 'Liberation Sans', Arial, sans-serif";

export const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

export interface Words {
  x: number;
  y: number;
  fill: string;
  size?: number;
  weight?: number;
  anchor?: 'start' | 'middle' | 'end';
}

export const words = (
  text: string,
  { x, y, fill, size = 14, weight = 400, anchor = 'start' }: Words,
): string =>
  `<text x="${x}" y="${y}" fill="${fill}" font-size="${size}" font-weight="${weight}" text-anchor="${anchor}">${escaped(text)}</text>`;

/** A sheet of the theme's paper with a title, a line below it, and what is drawn on it. */
export function sheet(
  { title, below }: { title: string; below: string },
  { width, height, parts }: { width: number; height: number; parts: readonly string[] },
  ink: Ink,
): Drawing {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="${FONT}">
<rect width="${width}" height="${height}" fill="${ink.paper}"/>
${words(title, { x: 32, y: 44, fill: ink.ink, size: 20, weight: 600 })}
${words(below, { x: 32, y: 68, fill: ink['ink-soft'], size: 13 })}
${parts.join('\n')}
</svg>`;
  return { svg, width, height };
}
