import type { Segment } from '../benchmark.ts';
import type { MmieSegment } from './truncate.ts';

/** A file's segments as they are stored. `digestOf` gives the sha256 of a picture that is here, null for others. */
export function storedSegments(
  segments: readonly MmieSegment[],
  digestOf: (path: string) => string | null,
): Segment[] {
  return segments.flatMap(({ text, image }) => {
    const both: Segment[] = [];
    if (text !== null && text !== '') both.push({ text });
    if (image !== null && image !== '') {
      const digest = digestOf(image);
      both.push(digest === null ? { missingImage: image } : { image: digest });
    }
    return both;
  });
}

/** The paths of the pictures, in their order. */
export function picturesOf(segments: readonly MmieSegment[]): string[] {
  return segments.flatMap(({ image }) => (image === null || image === '' ? [] : [image]));
}
