/** x, y in drawing units; y grows downwards. */
export type Point = readonly [x: number, y: number];

/** How a shape is filled and outlined; no `stroke` means no outline. Widths are in drawing units. */
export interface Paint {
  readonly fill: string;
  readonly stroke?: string;
  readonly width?: number;
}

/**
 * One SVG element, with what is needed to know exactly where its pixels end up: points along its edge, and how
 * far the outline reaches beyond them. Joins and caps are round, so the outline is a disc moved along the edge.
 */
export interface Shape {
  readonly svg: string;
  readonly points: readonly Point[];
  readonly reach: number;
}

function attributes({ fill, stroke, width }: Paint): string {
  if (stroke === undefined) return `fill="${fill}"`;
  return `fill="${fill}" stroke="${stroke}" stroke-width="${width ?? 1}" stroke-linejoin="round" stroke-linecap="round"`;
}

const reachOf = ({ stroke, width }: Paint) => (stroke === undefined ? 0 : (width ?? 1) / 2);

/** Absolute M, L, Q, C and Z commands only. The fill follows the even-odd rule, so an inner loop is a hole. */
export function path(d: string, paint: Paint): Shape {
  const svg = `<path d="${d}" fill-rule="evenodd" ${attributes(paint)}/>`;
  return { svg, points: flatten(d), reach: reachOf(paint) };
}

/** An open line of round caps. */
export function line(d: string, stroke: string, width: number): Shape {
  return path(d, { fill: 'none', stroke, width });
}

export function ellipse(cx: number, cy: number, rx: number, ry: number, paint: Paint): Shape {
  const points = Array.from({ length: 64 }, (_, i): Point => {
    const angle = (i * Math.PI) / 32;
    return [cx + rx * Math.cos(angle), cy + ry * Math.sin(angle)];
  });
  const svg = `<ellipse cx="${cx}" cy="${cy}" rx="${rx}" ry="${ry}" ${attributes(paint)}/>`;
  return { svg, points, reach: reachOf(paint) };
}

/** A rectangle with corners of radius `r`. */
export function rect(x: number, y: number, w: number, h: number, r: number, paint: Paint): Shape {
  const [right, bottom] = [x + w, y + h];
  const d =
    `M${x + r} ${y} L${right - r} ${y} Q${right} ${y} ${right} ${y + r} L${right} ${bottom - r} ` +
    `Q${right} ${bottom} ${right - r} ${bottom} L${x + r} ${bottom} Q${x} ${bottom} ${x} ${bottom - r} ` +
    `L${x} ${y + r} Q${x} ${y} ${x + r} ${y} Z`;
  return path(d, paint);
}

const steps = 16;

function flatten(d: string): Point[] {
  const points: Point[] = [];
  for (const [, command, rest] of d.matchAll(/([MLQCZ])([^MLQCZ]*)/g)) {
    const numbers = (rest?.match(/-?[\d.]+/g) ?? []).map(Number);
    if (command === 'Z') continue;
    const corners: Point[] = [];
    for (let i = 0; i + 1 < numbers.length; i += 2) corners.push([numbers[i] ?? 0, numbers[i + 1] ?? 0]);
    if (command === 'M' || command === 'L') points.push(...corners);
    const order = command === 'Q' ? 2 : 3;
    if (command === 'Q' || command === 'C') {
      for (let i = 0; i < corners.length; i += order) {
        const start = points.at(-1);
        if (start) points.push(...curve([start, ...corners.slice(i, i + order)]));
      }
    }
  }
  return points;
}

/** De Casteljau, `steps` points after the first control point. */
function curve(controls: readonly Point[]): Point[] {
  return Array.from({ length: steps }, (_, i) => {
    const t = (i + 1) / steps;
    let level = [...controls];
    while (level.length > 1) {
      level = level.slice(1).map(([x, y], j): Point => {
        const [px, py] = level[j] ?? [x, y];
        return [px + (x - px) * t, py + (y - py) * t];
      });
    }
    return level[0] ?? [0, 0];
  });
}
