import type { Detection, Seen } from './evidence.ts';
import { placeLabels } from './labels.ts';

/** What a detector saw, drawn over the picture it saw it in. The same stands in a table below. */
export function Boxes({ seen, detections }: { seen: Seen; detections: readonly Detection[] }) {
  const { width, height } = seen;
  const letter = Math.max(width, height) / 30;
  const labels = detections.map((detection) => ({
    text: `${nameOf(detection)} ${detection.score.toFixed(2)}`,
    box: detection.box,
  }));
  const plates = placeLabels(labels, { width, height, letter });
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
          </g>
        );
      })}
      {/* After all boxes, whose edges would cross them. */}
      {detections.map((detection, index) => {
        const plate = plates[index];
        if (!plate) return null;
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: see above
          <g key={index} data-hue={hueOf(detection.class)} className="boxes-label">
            <rect className="boxes-plate" {...plate} />
            <text x={plate.x + letter * 0.25} y={plate.y + letter * 1.03} fontSize={letter}>
              {labels[index]?.text}
            </text>
          </g>
        );
      })}
    </svg>
  );
}

export const nameOf = ({ class: name, color }: Detection): string => (color ? `${color} ${name}` : name);

const HUES = 6;

/** One of a few colours, always the same for a class. */
function hueOf(name: string): number {
  return [...name].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 9973, 7) % HUES;
}
