import type { Segment } from '../../benchmarks/benchmark.ts';
import type { PlannedCall } from '../../benchmarks/judging.ts';
import { AppError } from '../../core/errors.ts';
import type { MediaFolder } from '../../media/folder.ts';
import { type Picture, readPicture } from '../../media/picture.ts';

/** Every picture of some calls by its digest, or why it cannot be shown. */
export type Gallery = ReadonlyMap<string, Picture | string>;

/** Reads each picture once, however many calls show it. */
export async function loadGallery(calls: readonly PlannedCall[], media: MediaFolder): Promise<Gallery> {
  const digests = new Set(
    calls.flatMap(contentOf).flatMap((piece) => ('image' in piece ? [piece.image] : [])),
  );
  return new Map(
    await Promise.all(
      [...digests].map(async (digest): Promise<[string, Picture | string]> => {
        try {
          return [digest, await readPicture(await media.read(digest))];
        } catch (error) {
          if (error instanceof AppError) return [digest, error.message];
          throw error;
        }
      }),
    ),
  );
}

/** Why a call cannot be shown; null when it can. */
export function findMissing(call: PlannedCall, gallery: Gallery): string | null {
  for (const piece of contentOf(call)) {
    if ('missingImage' in piece) return `Picture ${piece.missingImage} is not here`;
    const found = 'image' in piece ? gallery.get(piece.image) : undefined;
    if (typeof found === 'string') return found;
  }
  return null;
}

export function countPictures(call: PlannedCall): number {
  return contentOf(call).filter((piece) => !('text' in piece)).length;
}

function contentOf(call: PlannedCall): Segment[] {
  return 'messages' in call ? call.messages.flatMap(({ content }) => content) : [];
}
