import type { Palette } from '../palette.ts';
import { ellipse, line, path, rect, type Shape } from '../shapes.ts';

export function chair(p: Palette): Shape[] {
  return [
    path('M20 60 L30 60 L26 98 L17 98 Z', p.shade),
    path('M80 60 L70 60 L74 98 L83 98 Z', p.shade),
    rect(24, 40, 7, 18, 0, p.shade),
    rect(69, 40, 7, 18, 0, p.shade),
    rect(20, 2, 60, 44, 8, p.body),
    ...[34, 47, 60].map((x) => rect(x, 10, 6, 28, 3, p.dark)),
    path('M18 52 L82 52 L88 66 L12 66 Z', p.tint),
    line('M26 82 L74 82', p.dark.fill, 4),
  ];
}

export function couch(p: Palette): Shape[] {
  return [
    rect(10, 78, 7, 12, 1, p.ink),
    rect(83, 78, 7, 12, 1, p.ink),
    rect(10, 24, 80, 44, 9, p.body),
    line('M50 26 L50 50', p.ink.fill, 1.8),
    rect(13, 50, 37, 20, 4, p.tint),
    rect(50, 50, 37, 20, 4, p.tint),
    rect(8, 66, 84, 16, 3, p.shade),
    rect(1, 42, 15, 41, 7, p.body),
    rect(84, 42, 15, 41, 7, p.body),
    ...[30, 70].map((x) => ellipse(x, 38, 1.8, 1.8, p.ink)),
  ];
}

export function pottedPlant(p: Palette): Shape[] {
  return [
    path('M46 62 Q22 60 4 34 Q34 30 48 58 Z', p.shade),
    path('M54 62 Q78 60 96 34 Q66 30 52 58 Z', p.shade),
    path('M48 62 Q22 42 26 8 Q50 22 52 60 Z', p.body),
    path('M52 62 Q80 40 72 6 Q48 22 48 60 Z', p.tint),
    line('M48 60 Q40 36 30 18 M52 60 Q62 36 69 16 M46 60 Q30 48 14 38 M54 60 Q70 48 86 38', p.ink.fill, 1.4),
    path('M26 68 L74 68 L66 98 L34 98 Z', p.body),
    rect(21, 59, 58, 12, 3, p.shade),
  ];
}

/** A set of the old kind: two antennas, two knobs, four legs of which two show. */
export function tv(p: Palette): Shape[] {
  return [
    line('M48 22 L28 2 M52 22 L74 2', p.ink.fill, 3),
    path('M16 80 L26 80 L20 97 L13 97 Z', p.ink),
    path('M84 80 L74 80 L80 97 L87 97 Z', p.ink),
    rect(2, 20, 96, 64, 7, p.body),
    rect(9, 28, 64, 48, 9, p.shade),
    path('M16 66 L40 34 L50 34 L24 68 Z', p.light),
    path('M34 70 L60 34 L64 34 L40 70 Z', p.light),
    ellipse(85, 37, 6, 6, p.metal),
    ellipse(85, 53, 6, 6, p.metal),
    line('M79 66 L91 66 M79 71 L91 71 M79 76 L91 76', p.ink.fill, 1.6),
  ];
}

/** An alarm clock: two bells, two feet, hands at ten past ten. */
export function clock(p: Palette): Shape[] {
  const ticks = Array.from({ length: 12 }, (_, i) => {
    const [x, y] = [Math.sin((i * Math.PI) / 6), -Math.cos((i * Math.PI) / 6)];
    const at = (r: number) => `${(50 + r * x).toFixed(2)} ${(56 + r * y).toFixed(2)}`;
    return `M${at(23)} L${at(28)}`;
  });
  return [
    line('M28 88 L20 97 M72 88 L80 97', p.ink.fill, 6),
    path('M10 34 Q4 10 30 8 Q38 10 36 16 Z', p.shade),
    path('M90 34 Q96 10 70 8 Q62 10 64 16 Z', p.shade),
    rect(46, 4, 8, 14, 3, p.metal),
    ellipse(50, 56, 40, 40, p.body),
    ellipse(50, 56, 31, 31, p.tint),
    line(ticks.join(' '), p.ink.fill, 2.4),
    line('M50 56 L35 46 M50 56 L66 38', p.ink.fill, 3.6),
    ellipse(50, 56, 3.6, 3.6, p.ink),
  ];
}
