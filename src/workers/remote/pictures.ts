import { encodePng } from '../../media/encode.ts';
import type { Picture } from '../../media/picture.ts';
import type { ChatSegment } from '../chat.ts';

type PictureSegment = Extract<ChatSegment, { picture: unknown }>;

/**
 * How a server gets at a picture: inline as a PNG of the very pixels that a judge in this process would see, or by
 * address where Assay's API can be reached from the server.
 */
export function pictureUrls(mediaUrl: string | null): (segment: PictureSegment) => Promise<string> {
  // A picture is asked about several times, and encoded once.
  const inline = new WeakMap<Picture, Promise<string>>();
  return async ({ picture, digest }) => {
    if (mediaUrl !== null && digest !== undefined) return `${mediaUrl}/media/${digest}`;
    const known = inline.get(picture);
    if (known !== undefined) return known;
    const url = encodePng(picture).then(
      (png) => `data:image/png;base64,${Buffer.from(png).toString('base64')}`,
    );
    inline.set(picture, url);
    return url;
  };
}
