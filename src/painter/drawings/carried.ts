import type { Palette } from '../palette.ts';
import { ellipse, line, path, rect, type Shape } from '../shapes.ts';

export function umbrella(p: Palette): Shape[] {
  return [
    line('M50 2 L50 86 Q50 97 60 97 Q69 97 69 88', p.ink.fill, 4),
    path(
      'M2 54 Q6 8 50 8 Q94 8 98 54 Q90 44 82 53 Q74 44 66 53 Q58 44 50 53 Q42 44 34 53 Q26 44 18 53 Q10 44 2 54 Z',
      p.body,
    ),
    path('M50 9 Q34 20 34 52 Q26 44 18 52 Q22 18 50 9 Z', p.dark),
    path('M50 9 Q66 20 66 52 Q74 44 82 52 Q78 18 50 9 Z', p.dark),
    line('M50 9 Q34 20 34 52 M50 9 Q66 20 66 52 M50 9 L50 52', p.ink.fill, 1.2),
  ];
}

export function backpack(p: Palette): Shape[] {
  return [
    line('M40 12 Q40 2 50 2 Q60 2 60 12', p.ink.fill, 5),
    path('M16 44 Q4 50 6 88 L16 92 Z', p.shade),
    path('M84 44 Q96 50 94 88 L84 92 Z', p.shade),
    path('M14 96 L14 38 Q16 10 50 10 Q84 10 86 38 L86 96 Z', p.body),
    path('M16 40 Q50 54 84 40', { fill: 'none', stroke: p.ink.fill, width: 2 }),
    rect(24, 58, 52, 34, 7, p.shade),
    line('M28 68 L72 68', p.metal.fill, 2.5),
    rect(46, 66, 8, 9, 2, p.metal),
    rect(38, 26, 24, 8, 3, p.light),
  ];
}

export function suitcase(p: Palette): Shape[] {
  return [
    line('M38 20 L38 8 Q38 4 42 4 L58 4 Q62 4 62 8 L62 20', p.ink.fill, 5),
    ellipse(22, 84, 5, 5, { fill: '#38383d' }),
    ellipse(78, 84, 5, 5, { fill: '#38383d' }),
    rect(2, 18, 96, 64, 8, p.body),
    rect(20, 19, 9, 62, 0, p.dark),
    rect(71, 19, 9, 62, 0, p.dark),
    rect(19, 44, 11, 8, 2, p.metal),
    rect(70, 44, 11, 8, 2, p.metal),
    line('M34 34 L66 34 M34 50 L66 50 M34 66 L66 66', p.light.fill, 3),
  ];
}

export function kite(p: Palette): Shape[] {
  return [
    line('M50 66 C62 74 36 80 48 88 C56 94 46 97 42 99', p.ink.fill, 2),
    path('M50 1 L84 28 L50 68 L16 28 Z', p.body),
    path('M50 1 L84 28 L50 28 Z', p.dark),
    path('M16 28 L50 28 L50 68 Z', p.light),
    line('M50 1 L50 68 M16 28 L84 28', p.ink.fill, 1.8),
    path('M52 76 L62 71 L62 81 Z M52 76 L42 71 L42 81 Z', p.shade),
    path('M47 89 L57 84 L57 94 Z M47 89 L37 84 L37 94 Z', p.shade),
  ];
}

export function tie(p: Palette): Shape[] {
  return [
    path('M36 3 L64 3 L60 20 L40 20 Z', p.shade),
    path('M41 20 L59 20 L70 80 L50 98 L30 80 Z', p.body),
    path('M39 30 L61 38 L62.5 46 L37.5 37 Z', p.dark),
    path('M35.5 49 L65 60 L66.5 67 L34 56 Z', p.dark),
    path('M32 69 L69 82 L63 87 L30.5 76 Z', p.dark),
  ];
}
