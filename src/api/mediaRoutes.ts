import type { FastifyInstance, FastifyReply } from 'fastify';
import { AppError } from '../core/errors.ts';
import type { MediaFolder } from '../media/folder.ts';
import { inspect, PICTURE_LIMITS, readPicture, thumbnail } from '../media/picture.ts';
import { findMedia, insertMedia } from '../store/media.ts';
import type { Services } from './context.ts';

const IMMUTABLE = 'public, max-age=31536000, immutable';
const DIGEST = '/media/:digest([0-9a-f]{64})';
const THUMBNAIL_SIDE = 256;

type Route = { Params: { digest: string } };

/** Pictures by the sha256 of their file: upload, download, thumbnail. */
export function registerMedia(app: FastifyInstance, { db }: Services, folder: MediaFolder): void {
  app.addContentTypeParser(
    /^(image\/.*|application\/octet-stream)$/,
    { parseAs: 'buffer', bodyLimit: PICTURE_LIMITS.maxBytes },
    (_, body, done) => done(null, body),
  );

  app.put<Route>(DIGEST, { bodyLimit: PICTURE_LIMITS.maxBytes }, async (request, reply) => {
    const { digest } = request.params;
    if (!Buffer.isBuffer(request.body)) {
      throw new AppError(
        'INVALID_INPUT',
        'Send the picture itself, with Content-Type image/png, image/jpeg or image/webp',
      );
    }
    const { format, width, height } = await inspect(request.body);
    // Decoded whole, so that a file cut short is refused now rather than found by a worker.
    await readPicture(request.body);
    await folder.write(digest, request.body);
    await insertMedia(db, {
      digest,
      mediaType: `image/${format}`,
      bytes: request.body.length,
      width,
      height,
    });
    return reply.code(201).send({ digest, width, height });
  });

  app.get<Route>(DIGEST, async (request, reply) => {
    const row = await sendable(request.params.digest, reply);
    if (!row) return reply;
    const stream = await folder.stream(row.digest);
    return reply.type(row.mediaType).header('content-length', row.bytes).send(stream);
  });

  app.get<Route>(`${DIGEST}/thumbnail`, async (request, reply) => {
    const row = await sendable(request.params.digest, reply);
    if (!row) return reply;
    return reply.type('image/webp').send(await thumbnail(await folder.read(row.digest), THUMBNAIL_SIDE));
  });

  async function sendable(digest: string, reply: FastifyReply) {
    const [row] = await findMedia(db, [digest]);
    if (!row) {
      void reply.code(404).send({ error: `There is no picture ${digest}` });
      return null;
    }
    void reply
      .header('cache-control', IMMUTABLE)
      .header('etag', `"${digest}"`)
      .header('x-content-type-options', 'nosniff');
    if (reply.request.headers['if-none-match'] === `"${digest}"`) {
      void reply.code(304).send();
      return null;
    }
    return row;
  }
}
