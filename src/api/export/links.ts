import { createHmac, timingSafeEqual } from 'node:crypto';
import { canonicalJson } from '../../core/canonicalJson.ts';
import { AppError } from '../../core/errors.ts';

/** The name of the secret that links are signed with. */
export const LINK_SECRET = 'export-links';

/** What a link opens, until when, and who made it. */
export interface Opening {
  table: string;
  /** Format and filters, as they stand in the address. */
  parameters: Readonly<Record<string, unknown>>;
  /** Seconds since 1970. */
  expires: number;
  /** Id of the API key that made it, which takes the link with it when it is revoked. */
  by: string;
}

const OWN = ['expires', 'by', 'signature'];
const REMEDY = 'make another with `assay export link`, the mutation `createExportLink` or on the dashboard';

function signatureOf(secret: string, { table, parameters, expires, by }: Opening): Buffer {
  const signed = canonicalJson({ version: 1, table, parameters, expires, by });
  return createHmac('sha256', secret).update(signed).digest();
}

/** Path and query of a link, below the address of the API. */
export function linkPath(secret: string, opening: Opening): string {
  const { table, parameters, expires, by } = opening;
  const signature = signatureOf(secret, opening).toString('base64url');
  const query = { ...parameters, expires: String(expires), by, signature };
  return `/export/${table}?${new URLSearchParams(query as Record<string, string>)}`;
}

/** Whether an address says that it is a link. */
export const isLink = (query: Readonly<Record<string, unknown>>): boolean => 'signature' in query;

/** The format and the filters alone. */
export const withoutSignature = (query: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(query).filter(([name]) => !OWN.includes(name)));

/** What a link opens. Throws UNAUTHENTICATED for one that has expired, or that is not for exactly this export. */
export function openLink(
  secret: string,
  table: string,
  query: Readonly<Record<string, unknown>>,
  now: number,
): Opening {
  const { expires, by, signature } = query;
  if (!isText(expires, /^\d{1,12}$/) || !isText(signature, /^[\w-]{43}$/) || !isText(by, ID))
    throw refused('The link is not whole: it ends in `expires`, `by` and `signature`');
  const opening = { table, parameters: withoutSignature(query), expires: Number(expires), by };
  if (!timingSafeEqual(signatureOf(secret, opening), Buffer.from(signature, 'base64url')))
    throw refused(
      'The link was not made for this: it opens one table in one format with its own filters and time, as they were signed',
    );
  if (opening.expires * 1000 <= now)
    throw refused(`The link expired at ${new Date(opening.expires * 1000).toISOString()}`);
  return opening;
}

export const refused = (what: string): AppError => new AppError('UNAUTHENTICATED', `${what}; ${REMEDY}`);

const ID = /^[0-9a-f]{32}$/;

const isText = (value: unknown, form: RegExp): value is string =>
  typeof value === 'string' && form.test(value);

/** An address as it may be logged. */
export const unsigned = (url: string): string => url.replace(/([?&]signature=)[^&#]*/gi, '$1…');
