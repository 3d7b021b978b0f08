import type { Detection, Seen } from './evidence.ts';

/** What a detector saw, drawn over the picture it saw it in. The same stands in a table below. */
export function Boxes({ seen, detections }: { seen: Seen; detections: readonly Detection[] }) {
  const { width, height } = seen;
  const letter = Math.max(width, height) / 30;
  return (
    <svg className="boxes" viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
      {detections.map((detection, index) => {
        const [left, top, right, bottom] = detection.box;
        const place = { x: left, y: top, width: right - left, height: bottom - top };
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: two boxes may be equal
          <g key={index} data-hue={hueOf(detection.class)} data-box={detection.class}>
            <rect className="boxes-edge" {...place} />
            <rect {...place} />
            <Label detection={detection} letter={letter} width={width} />
          </g>
        );
      })}
    </svg>
  );
}

interface LabelProps {
  detection: Detection;
  /** Height of a letter and width of the picture, in its pixels. */
  letter: number;
  width: number;
}

/** Above the box, or inside it where there is no room; never beyond the picture. */
function Label({ detection, letter, width }: LabelProps) {
  const [left, top] = detection.box;
  const text = `${nameOf(detection)} ${detection.score.toFixed(2)}`;
  const long = text.length * letter * 0.58 + letter * 0.5;
  const x = Math.max(0, Math.min(left, width - long));
  const y = top >= letter * 1.4 ? top - letter * 1.4 : top;
  return (
    <>
      <rect className="boxes-plate" x={x} y={y} width={long} height={letter * 1.4} />
      <text x={x + letter * 0.25} y={y + letter * 1.03} fontSize={letter}>
        {text}
      </text>
    </>
  );
}

export const nameOf = ({ class: name, color }: Detection): string => (color ? `${color} ${name}` : name);

const HUES = 6;

/** One of a few colours, always the same for a class. */
function hueOf(name: string): number {
  return [...name].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 9973, 7) % HUES;
}
