import { type Database, isConnectionError } from '../../store/database.ts';
import { openSnapshot } from '../../store/exports/snapshot.ts';
import type { Services } from '../context.ts';
import { exportPieces, type Planned, planExport } from './export.ts';
import type { SpoolFile } from './growingFile.ts';
import type { ExportQuery } from './query.ts';
import { openSpool } from './spool.ts';
import { takeTurns } from './turns.ts';

export interface ExportOptions {
  /** Where files are kept for those who come back. */
  folder: string;
  maxBytes: number;
}

/** Makes the files of exports, a few at a time. */
export interface Exports {
  /** The export as it now stands, and its file where that is there already. */
  find(query: ExportQuery): Promise<Planned & { file: SpoolFile | null }>;
  /** The same with its file, which may still be growing. */
  make(query: ExportQuery): Promise<Planned & { file: SpoolFile }>;
  /** The file that was made under a tag, while there is room for it. */
  kept(etag: string): Promise<SpoolFile | null>;
  close(): Promise<void>;
}

/** Each holds a connection and a snapshot, and keeps a core of the database busy. */
const AT_ONCE = 2;

export function openExports(database: Database, services: Services, options: ExportOptions): Exports {
  const spool = openSpool(options.folder, options.maxBytes);
  const turn = takeTurns(AT_ONCE);
  const report = (error: unknown, { table }: ExportQuery): void =>
    services.log[isConnectionError(error) ? 'warn' : 'error']({ err: error, table }, 'export failed');

  return {
    async find(query) {
      const planned = await planExport(query, { ...services, db: database.db, reads: database.db });
      return { ...planned, file: await spool.find(planned.etag) };
    },
    async make(query) {
      const end = await turn();
      try {
        const snapshot = await openSnapshot(database);
        try {
          const planned = await planExport(query, { ...services, db: snapshot.db, reads: snapshot.db });
          let isOurs = false;
          const file = await spool.make(planned.etag, () => {
            isOurs = true;
            return exportPieces(query, planned.plan, snapshot);
          });
          const close = () => snapshot.close().finally(end);
          if (isOurs) void file.finished.catch((error) => report(error, query)).then(close);
          else await close();
          return { ...planned, file };
        } catch (error) {
          await snapshot.close();
          throw error;
        }
      } catch (error) {
        end();
        throw error;
      }
    },
    kept: (etag) => spool.find(etag),
    close: () => spool.close(),
  };
}
