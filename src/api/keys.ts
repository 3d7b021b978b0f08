import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../core/errors.ts';
import { findApiKeyById, findUsableApiKey, touchApiKey } from '../store/apiKeys.ts';
import type { Db } from '../store/database.ts';
import { findSecret } from '../store/secrets.ts';
import type { ApiKeyRow } from '../store/tables/index.ts';
import { isLink, LINK_SECRET, openLink, refused } from './export/links.ts';

const REMEDY =
  'send `authorization: Bearer <key>`; `assay keys create NAME`, where the database is, makes a key';

type Query = Readonly<Record<string, unknown>>;

/**
 * Who asks, by the key or the link that the request brings. Throws UNAUTHENTICATED unless it may be used. Neither is in
 * any message.
 */
export async function authenticate(
  request: FastifyRequest<{ Params: { table: string } }>,
  reply: FastifyReply,
  db: Db,
): Promise<string> {
  try {
    if (isLink(request.query as Query)) return await openedBy(request, db);
    return (await mustFindKey(db, request.headers.authorization, 'An export')).id;
  } catch (error) {
    if (error instanceof AppError && error.code === 'UNAUTHENTICATED')
      void reply.header('www-authenticate', 'Bearer realm="assay"');
    throw error;
  }
}

/** The key of an authorization header. Throws UNAUTHENTICATED unless it may be used. */
export async function mustFindKey(
  db: Db,
  authorization: string | undefined,
  what: string,
): Promise<ApiKeyRow> {
  if (authorization === undefined)
    throw new AppError('UNAUTHENTICATED', `${what} needs an API key: ${REMEDY}`);
  const [, key] = /^Bearer +(\S+)$/i.exec(authorization.trim()) ?? [];
  if (!key) throw new AppError('UNAUTHENTICATED', `The authorization header holds no bearer key: ${REMEDY}`);
  const found = await findUsableApiKey(db, key);
  if (!found) throw new AppError('UNAUTHENTICATED', `The API key is unknown or revoked: ${REMEDY}`);
  await touchApiKey(db, found.id);
  return found;
}

async function openedBy(
  { params, query }: FastifyRequest<{ Params: { table: string } }>,
  db: Db,
): Promise<string> {
  const { by, expires } = openLink(
    await findSecret(db, LINK_SECRET),
    params.table,
    query as Query,
    Date.now(),
  );
  const key = await findApiKeyById(db, by);
  if (!key || key.revokedAt !== null) throw refused('The API key that made the link is revoked');
  await touchApiKey(db, key.id);
  return `link of ${by} until ${expires}`;
}
