import { Failure } from '../failure.ts';

export type Variables = Readonly<Record<string, unknown>>;

/** What GraphQL sends back, over either transport. */
export interface Answer<Data> {
  data?: Data | null;
  errors?: readonly { message: string; extensions?: Record<string, unknown> | undefined }[];
}

/** The server refused, with its stable code. */
export class Refused extends Failure {
  readonly code: string | null;

  constructor(message: string, code: string | null) {
    super(message);
    this.code = code;
  }
}

/** What the server says of a picture that is none, or that it does not take: no other try would do better. */
export class PictureRefused extends Refused {}

/** Throws the first error with the server's own words. */
export function dataOf<Data>({ data, errors }: Answer<Data>): Data {
  const [first] = errors ?? [];
  if (first) {
    const { code } = first.extensions ?? {};
    throw new Refused(first.message, typeof code === 'string' ? code : null);
  }
  if (data === undefined || data === null) throw new Failure('The API answered without data');
  return data;
}

/** What an answer means that is not in the API's words, `kind` being what was expected: mostly a proxy's. */
export function foreignAnswer(url: string, status: number, kind: string): string {
  if (status === 413)
    return 'a proxy in between answered 413: the body is too large for it; raise its limit, for nginx client_max_body_size (docs/proxies.md)';
  if (status === 502 || status === 503 || status === 504)
    return `a proxy at ${url} answered ${status}: it reaches no API behind it. Is the API running?`;
  return `${url} answered ${status} and no ${kind}. Is ASSAY_URL an Assay API?`;
}

/** The server went away in the middle; going on from the last cursor loses nothing. */
export class ConnectionLost extends Failure {}

/** Says which of the two it is: nobody there, which needs a person, or lost in the middle, which a retry may cure. */
export function connectionFailure(apiUrl: string, cause: unknown): Failure {
  const { code, errors } = cause as { code?: string; errors?: { code?: string }[] };
  const reason = code ?? errors?.[0]?.code ?? (cause as Error).message;
  if (reason === 'ECONNREFUSED') return new NoServer(apiUrl, cause);
  if (reason === 'ENOTFOUND' || reason === 'EAI_AGAIN') {
    return new Failure(`The host of ${apiUrl} is not known. Check ASSAY_URL.`, { cause });
  }
  return new ConnectionLost(`The connection to ${apiUrl} broke (${reason}). Is the API still running?`, {
    cause,
  });
}

/** Nobody listens at the address. */
export class NoServer extends Failure {
  constructor(apiUrl: string, cause: unknown) {
    super(`No Assay API at ${apiUrl}. Start it with \`npm start\`, or set ASSAY_URL.`, { cause });
  }
}
