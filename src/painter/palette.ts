import { COLORS } from '../benchmarks/geneval/names.ts';
import type { Random } from './random.ts';
import type { Paint } from './shapes.ts';

export type ColorName = (typeof COLORS)[number];

export function isColor(name: string): name is ColorName {
  return (COLORS as readonly string[]).includes(name);
}

/** What a drawing may be painted with. Body, dark and light are shades of the one colour that the object has. */
export interface Palette {
  /** The main paint, outlined in ink. */
  readonly body: Paint;
  /** Darker and lighter shades of the body, outlined. */
  readonly shade: Paint;
  readonly tint: Paint;
  /** The same shades without an outline, for details. */
  readonly dark: Paint;
  readonly light: Paint;
  /** Neutral details: windows and labels, dark parts, metal. */
  readonly glass: Paint;
  readonly ink: Paint;
  readonly metal: Paint;
}

type Span = readonly [low: number, high: number];
interface Tone {
  /** Degrees. */
  readonly hue: Span;
  /** Percent. */
  readonly saturation: Span;
  readonly lightness: Span;
}

// The spans keep a gap between any two colours, so that a person would never call one by another's name.
const tones: Record<ColorName, Tone> = {
  red: { hue: [354, 363], saturation: [78, 92], lightness: [40, 47] },
  orange: { hue: [24, 32], saturation: [92, 100], lightness: [50, 56] },
  yellow: { hue: [49, 56], saturation: [90, 100], lightness: [50, 60] },
  green: { hue: [108, 148], saturation: [50, 75], lightness: [30, 44] },
  blue: { hue: [208, 228], saturation: [70, 90], lightness: [42, 53] },
  purple: { hue: [270, 285], saturation: [50, 70], lightness: [36, 46] },
  pink: { hue: [328, 344], saturation: [80, 98], lightness: [74, 81] },
  brown: { hue: [18, 28], saturation: [48, 62], lightness: [23, 31] },
  black: { hue: [0, 360], saturation: [0, 6], lightness: [7, 12] },
  white: { hue: [0, 360], saturation: [0, 10], lightness: [95, 98] },
};

/** One variant of a colour: every object of that colour gets its own. */
export function mixPalette(color: ColorName, random: Random): Palette {
  const tone = tones[color];
  const hue = random.range(...tone.hue) % 360;
  const saturation = random.range(...tone.saturation);
  const lightness = random.range(...tone.lightness);
  const shift = color === 'black' ? 7 : 8;
  const base = hsl(hue, saturation, lightness);
  const dark = hsl(hue, saturation, color === 'black' ? 2 : lightness - shift);
  const light = hsl(hue, saturation, Math.min(100, lightness + shift));
  const ink = color === 'black' ? '#8a8a90' : '#2a2a30';
  const outline = { stroke: ink, width: random.range(1.6, 2.6) };
  return {
    body: { fill: base, ...outline },
    shade: { fill: dark, ...outline },
    tint: { fill: light, ...outline },
    dark: { fill: dark },
    light: { fill: light },
    glass: { fill: color === 'white' ? '#9aa9b3' : '#d3dde1' },
    ink: { fill: ink },
    metal: { fill: '#9c9ca2', stroke: ink, width: 1.5 },
  };
}

/** `#rrggbb` of a hue in degrees, saturation and lightness in percent. */
export function hsl(hue: number, saturation: number, lightness: number): string {
  const s = saturation / 100;
  const l = Math.max(0, Math.min(100, lightness)) / 100;
  const channel = (offset: number) => {
    const k = (offset + hue / 30) % 12;
    const value = l - s * Math.min(l, 1 - l) * Math.max(-1, Math.min(k - 3, 9 - k, 1));
    return Math.round(value * 255)
      .toString(16)
      .padStart(2, '0');
  };
  return `#${channel(0)}${channel(8)}${channel(4)}`;
}
