import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../core/errors.ts';
import { findUsableApiKey, touchApiKey } from '../store/apiKeys.ts';
import type { Db } from '../store/database.ts';

const REMEDY =
  'send `authorization: Bearer <key>`; `assay keys create NAME`, where the database is, makes a key';

/** Id of the key that the request brings. Throws UNAUTHENTICATED unless it may be used. The key is in no message. */
export async function authenticate(request: FastifyRequest, reply: FastifyReply, db: Db): Promise<string> {
  const { authorization } = request.headers;
  if (authorization === undefined) throw refusal(reply, 'Exports need an API key');
  const [, key] = /^Bearer +(\S+)$/i.exec(authorization.trim()) ?? [];
  if (!key) throw refusal(reply, 'The authorization header holds no bearer key');
  const found = await findUsableApiKey(db, key);
  if (!found) throw refusal(reply, 'The API key is unknown or revoked');
  await touchApiKey(db, found.id);
  return found.id;
}

function refusal(reply: FastifyReply, what: string): AppError {
  void reply.header('www-authenticate', 'Bearer realm="assay"');
  return new AppError('UNAUTHENTICATED', `${what}: ${REMEDY}`);
}
