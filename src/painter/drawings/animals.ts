import type { Palette } from '../palette.ts';
import { ellipse, line, path, type Shape } from '../shapes.ts';

const eye = (cx: number, cy: number, r: number): Shape[] => [
  ellipse(cx, cy, r, r, { fill: '#ffffff', stroke: '#2a2a30', width: 0.8 }),
  ellipse(cx, cy, r * 0.55, r * 0.55, { fill: '#15151a' }),
];

export function bird(p: Palette): Shape[] {
  return [
    line('M46 78 L44 96 L36 97', p.ink.fill, 2.5),
    line('M58 78 L58 96 L50 97', p.ink.fill, 2.5),
    path('M28 52 L2 40 L4 52 L0 58 L26 68 Z', p.shade),
    path('M18 58 Q24 34 52 34 Q84 36 82 58 Q78 82 52 82 Q26 80 18 58 Z', p.body),
    ellipse(76, 28, 18, 18, p.body),
    path('M92 22 L108 30 L91 36 Z', { fill: '#8e8e94', stroke: p.ink.fill, width: 1.5 }),
    path('M30 50 Q46 42 64 52 Q58 72 38 70 Q30 64 30 50 Z', p.shade),
    line('M38 58 Q48 64 56 58', p.ink.fill, 1.5),
    ...eye(80, 25, 4),
  ];
}

/** Sitting, seen from the front, tail to one side. */
export function cat(p: Palette): Shape[] {
  return [
    line('M68 88 C94 90 92 66 84 58', p.ink.fill, 11),
    line('M68 88 C94 90 92 66 84 58', p.body.fill, 7),
    path('M28 97 Q20 62 38 50 L58 50 Q78 62 70 97 Z', p.body),
    path('M24 28 L22 2 L42 12 Z', p.shade),
    path('M76 28 L78 2 L58 12 Z', p.shade),
    ellipse(50, 32, 28, 23, p.body),
    ellipse(49, 78, 10, 15, p.light),
    line('M40 97 L40 84 M58 97 L58 84', p.ink.fill, 1.5),
    ...eye(40, 28, 4.5),
    ...eye(60, 28, 4.5),
    path('M46.5 36 L53.5 36 L50 40 Z', p.ink),
    line('M50 40 L50 43 Q45 48 41 44 M50 43 Q55 48 59 44', p.ink.fill, 1.2),
    line('M36 40 L14 36 M36 43 L15 45 M64 40 L86 36 M64 43 L85 45', p.ink.fill, 1),
  ];
}

export function elephant(p: Palette): Shape[] {
  return [
    line('M4 46 Q0 56 4 66', p.ink.fill, 2.5),
    path('M34 62 L34 92 L46 92 L47 64 Z', p.shade),
    path('M58 62 L60 92 L72 92 L72 58 Z', p.shade),
    path(
      'M5 52 Q6 18 42 18 Q74 18 74 46 Q74 70 60 72 L60 92 L46 92 L45 74 L29 74 L28 92 L12 92 Q6 72 5 52 Z',
      p.body,
    ),
    path('M66 22 Q86 12 96 30 Q102 44 99 78 Q98 88 91 86 L90 78 Q92 56 84 52 Q70 58 62 44 Z', p.body),
    path('M58 20 Q44 26 48 46 Q52 60 66 54 Q76 46 74 30 Q68 18 58 20 Z', p.shade),
    path('M82 54 Q86 64 80 68 Q76 62 76 56 Z', { fill: '#f2efe4', stroke: p.ink.fill, width: 1.2 }),
    ...eye(84, 32, 3),
    line('M91 60 L98 60 M91 67 L98 67', p.ink.fill, 1),
  ];
}

export function teddyBear(p: Palette): Shape[] {
  return [
    ellipse(28, 12, 11, 11, p.body),
    ellipse(72, 12, 11, 11, p.body),
    ellipse(28, 12, 5, 5, p.dark),
    ellipse(72, 12, 5, 5, p.dark),
    path('M34 50 Q10 48 5 68 Q8 80 20 74 Q30 66 38 62 Z', p.shade),
    path('M66 50 Q90 48 95 68 Q92 80 80 74 Q70 66 62 62 Z', p.shade),
    ellipse(50, 68, 25, 25, p.body),
    ellipse(50, 70, 15, 15, p.light),
    ellipse(26, 88, 15, 11, p.shade),
    ellipse(74, 88, 15, 11, p.shade),
    ellipse(24, 88, 6, 5, p.light),
    ellipse(76, 88, 6, 5, p.light),
    ellipse(50, 28, 27, 23, p.body),
    ellipse(50, 37, 12, 9, p.light),
    ellipse(40, 24, 3, 3.4, { fill: '#15151a', stroke: '#ffffff', width: 0.8 }),
    ellipse(60, 24, 3, 3.4, { fill: '#15151a', stroke: '#ffffff', width: 0.8 }),
    ellipse(50, 33, 4, 3, { fill: '#15151a', stroke: '#ffffff', width: 0.6 }),
    line('M50 36 L50 40 Q46 44 43 41 M50 40 Q54 44 57 41', p.ink.fill, 1.2),
  ];
}
