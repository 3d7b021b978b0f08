import type { Config } from '../../core/config.ts';
import { connectionFailure, Refused } from '../client/answer.ts';
import { UsageFailure } from '../failure.ts';

/** Where exports come from, and the key that opens them. */
export interface ExportSource {
  apiUrl: string;
  key: string;
}

export function exportSource(
  config: Pick<Config, 'apiUrl' | 'apiKey'>,
  given: string | undefined,
): ExportSource {
  const key = given ?? config.apiKey;
  if (!key) {
    throw new UsageFailure(
      'Exports need an API key: set ASSAY_API_KEY, or give --key. `assay keys create NAME`, where the database is, makes one.',
    );
  }
  return { apiUrl: config.apiUrl, key };
}

export interface ExportRequest {
  method?: 'GET' | 'HEAD';
  headers?: Record<string, string>;
}

/** `/export/scores?…`; what is not given is left out. */
export function exportPath(table: string, parameters: Readonly<Record<string, string | undefined>>): string {
  const given = Object.entries(parameters).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return `/export/${table}?${new URLSearchParams(given)}`;
}

const ANSWERS = [200, 206, 304, 416];

/** Throws with the server's own words when it refuses, and by what went wrong when there is no answer. */
export async function requestExport(
  { apiUrl, key }: ExportSource,
  path: string,
  { method = 'GET', headers = {} }: ExportRequest = {},
): Promise<Response> {
  const response = await reach(apiUrl, () =>
    fetch(`${apiUrl}${path}`, { method, headers: { authorization: `Bearer ${key}`, ...headers } }),
  );
  if (ANSWERS.includes(response.status)) return response;
  // A HEAD has no words; asking again with GET brings them.
  if (method === 'HEAD') return requestExport({ apiUrl, key }, path, { headers });
  const { error, code } = await refusalOf(response);
  throw new Refused(
    error ?? `${apiUrl} answered ${response.status}. Is ASSAY_URL an Assay API?`,
    code ?? null,
  );
}

async function refusalOf(response: Response): Promise<{ error?: string; code?: string }> {
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

/** Runs something over the network; what breaks is told as the other commands tell it. */
export async function reach<T>(apiUrl: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw connectionFailure(apiUrl, (error as Error).cause ?? error);
  }
}

export const etagOf = (response: Response): string => response.headers.get('etag')?.replaceAll('"', '') ?? '';
