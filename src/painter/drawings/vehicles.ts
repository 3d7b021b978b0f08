import type { Palette } from '../palette.ts';
import { ellipse, line, path, rect, type Shape } from '../shapes.ts';

const wheel = (cx: number, cy: number, r: number, p: Palette): Shape[] => [
  ellipse(cx, cy, r, r, { fill: '#38383d', stroke: p.ink.fill, width: 2 }),
  ellipse(cx, cy, r * 0.45, r * 0.45, { fill: '#b9b9be' }),
];

export function car(p: Palette): Shape[] {
  return [
    path(
      'M3 70 L3 58 Q4 50 14 48 L26 45 L37 28 Q39 25 44 25 L66 25 Q70 25 73 28 L84 45 Q96 48 97 57 L97 70 Z',
      p.body,
    ),
    path('M32 45 L41 31 L52 31 L52 45 Z', p.glass),
    path('M56 45 L56 31 L66 31 Q68 31 70 34 L77 45 Z', p.glass),
    rect(4, 57, 92, 4, 1, p.dark),
    rect(58, 50, 8, 3, 1, p.ink),
    rect(92, 50, 5, 6, 1, p.light),
    ...wheel(24, 71, 11, p),
    ...wheel(76, 71, 11, p),
  ];
}

export function bus(p: Palette): Shape[] {
  return [
    rect(2, 14, 96, 58, 8, p.body),
    ...[8, 25, 42, 59].map((x) => rect(x, 22, 13, 17, 2, p.glass)),
    rect(78, 22, 13, 44, 2, p.glass),
    line('M84.5 22 L84.5 66', p.ink.fill, 1.5),
    rect(3, 46, 72, 7, 0, p.dark),
    rect(10, 16, 60, 3, 1, p.light),
    ...wheel(22, 73, 10, p),
    ...wheel(64, 73, 10, p),
  ];
}

export function boat(p: Palette): Shape[] {
  return [
    line('M47 68 L47 4', p.ink.fill, 3.5),
    path('M52 6 Q84 30 88 60 L52 60 Z', p.body),
    path('M42 14 Q22 36 14 60 L42 60 Z', p.tint),
    path('M3 66 L97 66 Q92 86 80 92 L20 92 Q8 86 3 66 Z', p.shade),
    path('M8 72 L92 72 L91 76 L9 76 Z', p.light),
    ...[30, 50, 70].map((x) => ellipse(x, 82, 3, 3, p.glass)),
  ];
}

/** Seen from above, nose up. */
export function airplane(p: Palette): Shape[] {
  return [
    path('M58 36 L98 62 L98 72 L57 62 Z', p.shade),
    path('M42 36 L2 62 L2 72 L43 62 Z', p.shade),
    path('M54 78 L72 90 L72 97 L50 92 L28 97 L28 90 L46 78 Z', p.tint),
    path('M50 2 Q60 10 60 28 L58 74 Q56 92 50 95 Q44 92 42 74 L40 28 Q40 10 50 2 Z', p.body),
    path('M44 16 Q50 10 56 16 L56 21 Q50 17 44 21 Z', p.glass),
    rect(72, 50, 6, 12, 2, p.ink),
    rect(22, 50, 6, 12, 2, p.ink),
    ...[30, 40, 50, 60].flatMap((y) => [ellipse(45, y, 1.6, 2, p.glass), ellipse(55, y, 1.6, 2, p.glass)]),
  ];
}
