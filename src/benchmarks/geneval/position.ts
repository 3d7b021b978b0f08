export type Box = readonly [x1: number, y1: number, x2: number, y2: number];

/**
 * Where A lies relative to B, in the order left of, right of, above, below; zero to two relations hold, y grows
 * downwards. `relative_position` of evaluate_images.py: an offset counts after subtracting `margin` × (the two
 * widths or heights), and its direction is taken against the length of the unrevised offset.
 */
export function relativePosition(a: Box, b: Box, margin: number): string[] {
  const offsetX = (a[0] + a[2]) / 2 - (b[0] + b[2]) / 2;
  const offsetY = (a[1] + a[3]) / 2 - (b[1] + b[3]) / 2;
  const revisedX = revise(offsetX, Math.abs(a[2] - a[0]) + Math.abs(b[2] - b[0]), margin);
  const revisedY = revise(offsetY, Math.abs(a[3] - a[1]) + Math.abs(b[3] - b[1]), margin);
  if (Math.abs(revisedX) < 1e-3 && Math.abs(revisedY) < 1e-3) return [];

  const length = Math.sqrt(offsetX * offsetX + offsetY * offsetY);
  const dx = revisedX / length;
  const dy = revisedY / length;
  const relations: string[] = [];
  if (dx < -0.5) relations.push('left of');
  if (dx > 0.5) relations.push('right of');
  if (dy < -0.5) relations.push('above');
  if (dy > 0.5) relations.push('below');
  return relations;
}

function revise(offset: number, sizes: number, margin: number): number {
  return Math.max(Math.abs(offset) - margin * sizes, 0) * Math.sign(offset);
}
