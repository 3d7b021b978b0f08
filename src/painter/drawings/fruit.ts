import type { Palette } from '../palette.ts';
import { line, path, type Shape } from '../shapes.ts';

export function banana(p: Palette): Shape[] {
  return [
    path('M84 4 L93 2 L95 12 Q104 48 72 74 Q44 94 8 82 L2 74 Q4 68 10 69 Q48 70 66 48 Q80 32 84 4 Z', p.body),
    path('M90 14 Q97 46 68 69 Q42 87 10 79 Q44 82 64 62 Q86 42 90 14 Z', p.dark),
    path('M84 4 L93 2 L95 11 L84.5 12 Z', p.ink),
    path('M8 82 L2 74 Q4 68 10 69 Q7 76 8 82 Z', p.ink),
  ];
}

export function apple(p: Palette): Shape[] {
  return [
    path(
      'M50 26 C40 14 10 14 6 46 C4 74 26 100 42 97 C47 95 53 95 58 97 C74 100 96 74 94 46 C90 14 60 14 50 26 Z',
      p.body,
    ),
    path('M18 44 Q20 30 32 27 Q24 36 24 52 Q20 52 18 44 Z', p.light),
    path('M84 40 Q90 70 64 90 Q80 68 76 34 Z', p.dark),
    line('M50 28 Q49 14 54 4', p.ink.fill, 4),
    path('M54 16 Q62 2 82 5 Q76 20 54 16 Z', p.shade),
    path('M40 26 Q50 34 60 26 Q50 30 40 26 Z', p.ink),
  ];
}
