import type { Column } from '../../store/exports/columns.ts';

/** Values of one column, row after row. */
export type Values = (string | number | bigint | boolean | null)[];

/** "PGCOPY\n\xff\r\n\0", flags, and the length of an extension that is never there. */
const HEADER_BYTES = 19;

/** PostgreSQL counts microseconds from 2000, everybody else from 1970. */
const MICROS_TO_2000 = 946_684_800_000_000n;

/** Takes PostgreSQL's binary COPY apart into columns, as it comes. */
export interface BinaryRows {
  /** Of what has been added and not yet taken. */
  readonly rows: number;
  readonly bytes: number;
  add(chunk: Buffer): void;
  /** Before each further COPY into the same columns. */
  restart(): void;
  take(): Values[];
}

export function readBinaryRows(columns: readonly Column[]): BinaryRows {
  const readers = columns.map(({ type }) => READERS[type]());
  let values: Values[] = columns.map(() => []);
  let pending: Buffer = Buffer.alloc(0);
  let isHeaderDue = true;
  let [rows, bytes] = [0, 0];

  /** Where the next row begins; -1 while it is not all there. */
  function readRow(buffer: Buffer, start: number): number {
    let at = start + 2;
    for (let index = 0; index < readers.length; index++) {
      if (at + 4 > buffer.length) return -1;
      at += 4 + Math.max(0, buffer.readInt32BE(at));
    }
    if (at > buffer.length) return -1;
    let from = start + 2;
    for (const [index, read] of readers.entries()) {
      const length = buffer.readInt32BE(from);
      from += 4;
      (values[index] as Values).push(length < 0 ? null : read(buffer, from, from + length));
      from += Math.max(0, length);
    }
    return from;
  }

  return {
    get rows() {
      return rows;
    },
    get bytes() {
      return bytes;
    },
    add(chunk) {
      const buffer = pending.length > 0 ? Buffer.concat([pending, chunk]) : chunk;
      let at = 0;
      if (isHeaderDue && buffer.length >= HEADER_BYTES) {
        isHeaderDue = false;
        at = HEADER_BYTES;
      }
      while (!isHeaderDue && at + 2 <= buffer.length && buffer.readInt16BE(at) >= 0) {
        const next = readRow(buffer, at);
        if (next < 0) break;
        bytes += next - at;
        rows++;
        at = next;
      }
      pending = buffer.subarray(at);
    },
    restart() {
      isHeaderDue = true;
      pending = Buffer.alloc(0);
    },
    take() {
      const taken = values;
      values = columns.map(() => []);
      [rows, bytes] = [0, 0];
      return taken;
    },
  };
}

type Reader = (buffer: Buffer, from: number, to: number) => string | number | bigint | boolean;

/** Most texts are those of the row before, and need not be made again. */
function textReader(): Reader {
  let last: { bytes: Buffer; text: string } | null = null;
  return (buffer, from, to) => {
    if (last && last.bytes.length === to - from && last.bytes.compare(buffer, from, to) === 0)
      return last.text;
    const text = buffer.toString('utf8', from, to);
    last = { bytes: Buffer.from(buffer.subarray(from, to)), text };
    return text;
  };
}

const READERS: Readonly<Record<Column['type'], () => Reader>> = {
  text: textReader,
  json: textReader,
  integer: () => (buffer, from) => buffer.readInt32BE(from),
  double: () => (buffer, from) => buffer.readDoubleBE(from),
  boolean: () => (buffer, from) => buffer[from] === 1,
  timestamp: () => (buffer, from) => buffer.readBigInt64BE(from) + MICROS_TO_2000,
};
