/** Which file each reader of ranges is in the middle of. */
export interface Readers {
  begin(reader: string, etag: string): void;
  /** The file begun, also when the data has changed meanwhile. */
  current(reader: string): string | null;
}

/** Between two ranges that one reader asks for. */
const PAUSE_MS = 10 * 60_000;
const MOST = 10_000;

/**
 * Programs that read in ranges take the end of a file first and the rest by what it says, so parts of two files make
 * nonsense. While scores come in, a reader therefore goes on with the file that it began.
 */
export function rememberReaders(now: () => number = Date.now): Readers {
  const begun = new Map<string, { etag: string; at: number }>();
  const begin = (reader: string, etag: string): void => {
    begun.delete(reader);
    begun.set(reader, { etag, at: now() });
    for (const [other, { at }] of begun) {
      if (begun.size <= MOST && now() - at < PAUSE_MS) break;
      begun.delete(other);
    }
  };
  return {
    begin,
    current(reader) {
      const found = begun.get(reader);
      if (!found || now() - found.at >= PAUSE_MS) return null;
      begin(reader, found.etag);
      return found.etag;
    },
  };
}

/** Whether a range is where reading begins: the end of a file, as Parquet is read, or its start. */
export const isBeginning = (range: string): boolean => /^bytes\s*=\s*(?:-|0*-)/i.test(range.trim());
