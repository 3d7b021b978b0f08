import type { Palette } from '../palette.ts';
import { ellipse, line, path, rect, type Shape } from '../shapes.ts';

export function bottle(p: Palette): Shape[] {
  return [
    path(
      'M41 12 L59 12 L59 32 Q74 40 74 54 L74 92 Q74 98 68 98 L32 98 Q26 98 26 92 L26 54 Q26 40 41 32 Z',
      p.body,
    ),
    rect(39, 2, 22, 11, 3, p.metal),
    rect(27, 56, 46, 24, 0, p.light),
    line('M34 63 L66 63 M34 70 L58 70', p.ink.fill, 2),
    path('M31 52 Q32 44 42 38 L44 42 Q36 46 35 53 Z', p.light),
  ];
}

export function wineGlass(p: Palette): Shape[] {
  return [
    path('M24 3 L76 3 Q84 46 54 54 L54 86 Q74 87 78 97 L22 97 Q26 87 46 86 L46 54 Q16 46 24 3 Z', p.body),
    path('M25 20 L75 20 Q77 44 50 50 Q23 44 25 20 Z', p.dark),
    path('M30 24 L35 24 Q35 36 40 42 Q30 36 30 24 Z', p.light),
    line('M25 20 L75 20', p.ink.fill, 1.2),
  ];
}

export function cup(p: Palette): Shape[] {
  return [
    line('M68 32 C96 26 96 72 66 70', p.ink.fill, 12),
    line('M68 32 C96 26 96 72 66 70', p.body.fill, 8),
    path('M8 18 L72 18 L69 84 Q68 94 58 94 L22 94 Q12 94 11 84 Z', p.body),
    ellipse(40, 18, 32, 8, p.shade),
    path('M10 44 L70.5 44 L70 56 L10.5 56 Z', p.light),
    line('M22 50 L58 50', p.dark.fill, 3),
  ];
}

export function cake(p: Palette): Shape[] {
  return [
    path('M1 86 L99 86 L90 95 L10 95 Z', p.metal),
    ...[34, 50, 66].flatMap((x) => [
      rect(x - 2, 10, 4, 20, 1, p.glass),
      path(`M${x} 1 Q${x + 4} 7 ${x} 10 Q${x - 4} 7 ${x} 1 Z`, p.ink),
    ]),
    rect(8, 54, 84, 32, 3, p.body),
    rect(24, 28, 52, 28, 3, p.shade),
    path('M24 28 L76 28 L76 38 Q70 48 64 38 Q57 50 50 38 Q43 48 36 38 Q30 48 24 38 Z', p.tint),
    path(
      'M8 54 L92 54 L92 63 Q85 74 78 63 Q71 76 64 63 Q57 74 50 63 Q43 76 36 63 Q29 74 22 63 Q15 74 8 63 Z',
      p.tint,
    ),
    ...[16, 33, 50, 67, 84].map((x) => ellipse(x, 81, 3.4, 3.4, p.dark)),
  ];
}

export function donut(p: Palette): Shape[] {
  const sprinkles =
    'M24 34 L29 29 M40 20 L47 19 M64 20 L70 25 M78 38 L80 45 M76 62 L71 68 M56 77 L49 78 M32 72 L27 66 M20 52 L21 45';
  return [
    path(
      'M98 50 C98 77 77 98 50 98 C23 98 2 77 2 50 C2 23 23 2 50 2 C77 2 98 23 98 50 Z ' +
        'M67 50 C67 41 59 33 50 33 C41 33 33 41 33 50 C33 59 41 67 50 67 C59 67 67 59 67 50 Z',
      p.shade,
    ),
    path(
      'M91 48 C94 62 84 70 78 76 C70 88 60 86 50 87 C38 91 30 84 23 77 C10 70 10 58 9 49 C8 26 26 9 50 9 C74 9 88 26 91 48 Z ' +
        'M71 50 C71 38 62 29 50 29 C38 29 29 38 29 50 C29 62 38 71 50 71 C62 71 71 62 71 50 Z',
      p.tint,
    ),
    line(sprinkles, p.glass.fill, 3.2),
  ];
}
