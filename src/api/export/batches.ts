/** A piece of an export's file. */
export interface Piece {
  bytes: Buffer;
  /** Rows in it, as far as can be told while they pass: what progress is made of. */
  rows: number;
}

const NEWLINE = 10;

export function countLines(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, at + 1)) count++;
  return count;
}
