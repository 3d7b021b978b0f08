import type { Detection } from './evidence.ts';

export interface Plate {
  x: number;
  y: number;
  width: number;
  height: number;
}

interface Room {
  width: number;
  height: number;
  /** Height of a letter. */
  letter: number;
}

/**
 * Where the label of each box stands: above it, in it, below it, at its right, or else on the nearest free line, never beyond
 * the picture and never over another. Null where no room is left: the table names it all the same.
 */
export function placeLabels(
  labels: readonly { text: string; box: Detection['box'] }[],
  room: Room,
): (Plate | null)[] {
  const height = room.letter * 1.4;
  const placed: Plate[] = [];
  return labels.map(({ text, box }) => {
    const width = Math.min(text.length * room.letter * 0.58 + room.letter * 0.5, room.width);
    const free = placesAround(box, { width, height }, room).find(
      (place) => isInside(place, room) && placed.every((other) => !overlap(place, other)),
    );
    if (free) placed.push(free);
    return free ?? null;
  });
}

function placesAround(box: Detection['box'], size: Pick<Plate, 'width' | 'height'>, room: Room): Plate[] {
  const [left, top, right, bottom] = box;
  const { width, height } = size;
  const within = (x: number) => Math.max(0, Math.min(x, room.width - width));
  const columns = [...new Set([within(left), within(right - width)])];
  const lines = [top - height, top, bottom, bottom - height];
  const around = lines.flatMap((y) => columns.map((x) => ({ x, y, width, height })));
  // Whole lines from the top of the box on, the nearest first.
  const count = Math.floor(room.height / height);
  const others = Array.from({ length: count }, (_, line) => line * height)
    .toSorted((a, b) => Math.abs(a - top) - Math.abs(b - top))
    .flatMap((y) => columns.map((x) => ({ x, y, width, height })));
  return [...around, ...others];
}

const isInside = ({ y, height }: Plate, room: Room): boolean => y >= 0 && y + height <= room.height;

const overlap = (one: Plate, other: Plate): boolean =>
  one.x < other.x + other.width &&
  other.x < one.x + one.width &&
  one.y < other.y + other.height &&
  other.y < one.y + one.height;
