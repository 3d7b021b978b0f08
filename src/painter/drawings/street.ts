import type { Palette } from '../palette.ts';
import { ellipse, line, path, rect, type Shape } from '../shapes.ts';

export function trafficLight(p: Palette): Shape[] {
  return [
    rect(45, 78, 10, 20, 1, p.metal),
    ...[17, 41, 65].flatMap((y) => [
      path(`M30 ${y - 9} L14 ${y - 9} L30 ${y + 7} Z`, p.shade),
      path(`M70 ${y - 9} L86 ${y - 9} L70 ${y + 7} Z`, p.shade),
    ]),
    rect(28, 2, 44, 80, 9, p.body),
    ...[17, 41, 65].flatMap((y) => [
      ellipse(50, y, 11, 11, p.shade),
      ellipse(50, y, 6.5, 6.5, p.glass),
      ellipse(48, y - 2, 2, 2, { fill: '#ffffff' }),
    ]),
  ];
}

export function fireHydrant(p: Palette): Shape[] {
  return [
    rect(43, 2, 14, 9, 3, p.shade),
    path('M29 35 Q29 9 50 9 Q71 9 71 35 Z', p.body),
    rect(9, 46, 20, 20, 3, p.shade),
    rect(71, 46, 20, 20, 3, p.shade),
    rect(27, 36, 46, 52, 2, p.body),
    rect(21, 32, 58, 9, 4, p.tint),
    ellipse(50, 57, 13, 13, p.tint),
    ellipse(50, 57, 7, 7, p.shade),
    line('M50 53 L50 61', p.ink.fill, 2),
    rect(15, 86, 70, 12, 3, p.shade),
  ];
}

export function stopSign(p: Palette): Shape[] {
  return [
    rect(46, 70, 8, 29, 1, p.metal),
    path('M30 2 L70 2 L97 28 L97 56 L70 82 L30 82 L3 56 L3 28 Z', p.body),
    path('M32 8 L68 8 L91 31 L91 53 L68 76 L32 76 L9 53 L9 31 Z', {
      fill: 'none',
      stroke: p.glass.fill,
      width: 2.5,
    }),
    line('M34 36 L25 36 L25 41.5 L34 41.5 L34 47 L25 47 M38 36 L48 36 M43 36 L43 47', p.glass.fill, 3),
    ellipse(57, 41.5, 4.5, 5.5, { fill: 'none', stroke: p.glass.fill, width: 3 }),
    line('M68 47 L68 36 L75 36 L75 42 L68 42', p.glass.fill, 3),
  ];
}
