import { isUtf8 } from 'node:buffer';

export interface InvalidAt {
  /** Offset in the piece that was just given; 0 for a character begun before it. */
  inChunk: number;
  inFile: number;
  /** Counted from 1. */
  line: number;
}

/** Is given a file piece by piece and says where it first stops being UTF-8. */
export interface Utf8Check {
  check(chunk: Uint8Array): InvalidAt | null;
  /** Whether the file ends in the middle of a character. */
  end(): InvalidAt | null;
}

export const NOT_UTF8 = 'it is not UTF-8: save it as UTF-8';

export function openUtf8Check(): Utf8Check {
  let [before, line] = [0, 1];
  let carry = Buffer.alloc(0);
  return {
    check: (chunk) => {
      const bytes =
        carry.length > 0
          ? Buffer.concat([carry, chunk])
          : Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length);
      const whole = bytes.subarray(0, bytes.length - unfinished(bytes));
      const start = before - carry.length;
      if (!isUtf8(whole)) {
        const at = firstInvalid(whole);
        const breaks = lineFeedsIn(whole.subarray(0, at));
        return { inChunk: Math.max(0, at - carry.length), inFile: start + at, line: line + breaks };
      }
      before += chunk.length;
      line += lineFeedsIn(whole);
      carry = Buffer.from(bytes.subarray(whole.length));
      return null;
    },
    end: () => (carry.length === 0 ? null : { inChunk: 0, inFile: before - carry.length, line }),
  };
}

function lineFeedsIn(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) count += 1;
  return count;
}

/** Bytes at the end that may be the start of a character. */
function unfinished(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] as number;
    if (byte < 0x80 || (byte >= 0xc0 && byte < 0xc2) || byte > 0xf4) return 0;
    if (byte >= 0xc0) return back < (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) ? back : 0;
  }
  return 0;
}

/** Where the first character begins that is not one. */
function firstInvalid(bytes: Buffer): number {
  let [low, high] = [0, bytes.length];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    const prefix = bytes.subarray(0, middle);
    if (isUtf8(prefix.subarray(0, middle - unfinished(prefix)))) low = middle;
    else high = middle - 1;
  }
  return low - unfinished(bytes.subarray(0, low));
}
