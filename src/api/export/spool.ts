import { mkdir, readdir, readFile, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { newId } from '../../core/ids.ts';
import type { Piece } from './batches.ts';
import { growFile, type SpoolFile, type Whole, wholeFile } from './growingFile.ts';

/**
 * Files of exports under names that say what is in them. One is made once, whoever asks for it meanwhile; it stays
 * for those who come back for the rest, until newer ones need the room.
 */
export interface Spool {
  find(name: string): Promise<SpoolFile | null>;
  /** The file of this name that is being made, or a new one of these pieces. */
  make(name: string, pieces: () => AsyncGenerator<Piece>): Promise<SpoolFile>;
  /** Stops what is being written. */
  close(): Promise<void>;
}

/** A part this old was left by a process that died. */
const STALE_MS = 24 * 3600 * 1000;

export function openSpool(folder: string, maxBytes: number): Spool {
  const growing = new Map<string, SpoolFile>();
  const stopping = new AbortController();
  const pathOf = (name: string, kind: string) => join(folder, `${name}.${kind}`);

  async function find(name: string): Promise<SpoolFile | null> {
    const [path, note] = [pathOf(name, 'export'), pathOf(name, 'json')];
    const known = growing.get(name);
    if (known) return known;
    try {
      const whole: Whole = JSON.parse(await readFile(note, 'utf8'));
      if ((await stat(path)).size !== whole.bytes) return null;
      const now = new Date();
      await utimes(note, now, now);
      return wholeFile(path, whole);
    } catch {
      return null;
    }
  }

  return {
    find,
    async make(name, pieces) {
      await mkdir(folder, { recursive: true });
      // Asked again after the wait: somebody else may have begun.
      const known = (await find(name)) ?? growing.get(name);
      if (known) return known;
      const file = growFile({
        path: pathOf(name, 'export'),
        part: pathOf(name, `${newId()}.part`),
        note: pathOf(name, 'json'),
        pieces: pieces(),
        signal: stopping.signal,
      });
      growing.set(name, file);
      file.finished
        .finally(() => growing.delete(name))
        .then(() => clean(folder, maxBytes))
        .catch(() => undefined);
      return file;
    },
    async close() {
      stopping.abort(new Error('The server is stopping'));
      await Promise.allSettled([...growing.values()].map((file) => file.finished));
    },
  };
}

/** Takes away what was used longest ago until the rest has room; what somebody still reads, they read to its end. */
async function clean(folder: string, maxBytes: number): Promise<void> {
  const names = await readdir(folder);
  for (const name of names.filter((each) => each.endsWith('.part'))) {
    const { mtimeMs } = await stat(join(folder, name));
    if (Date.now() - mtimeMs > STALE_MS) await rm(join(folder, name), { force: true });
  }
  const kept = await Promise.all(
    names
      .filter((name) => name.endsWith('.json'))
      .map(async (note) => {
        const path = join(folder, note.replace(/json$/, 'export'));
        const bytes = await stat(path).then(
          ({ size }) => size,
          () => 0,
        );
        return { path, note: join(folder, note), bytes, usedMs: (await stat(join(folder, note))).mtimeMs };
      }),
  );
  let total = 0;
  for (const [index, file] of kept.toSorted((a, b) => b.usedMs - a.usedMs).entries()) {
    total += file.bytes;
    if (index === 0 || total <= maxBytes) continue;
    await rm(file.path, { force: true });
    await rm(file.note, { force: true });
  }
}
