import { isUtf8 } from 'node:buffer';

export interface InvalidAt {
  /** Offset in the piece that was just given; 0 for a character begun before it. */
  inChunk: number;
  inFile: number;
}

/** A function that is given a file piece by piece and says where it first stops being UTF-8. */
export function openUtf8Check(): (chunk: Buffer) => InvalidAt | null {
  let before = 0;
  let carry = Buffer.alloc(0);
  return (chunk) => {
    const bytes = carry.length > 0 ? Buffer.concat([carry, chunk]) : chunk;
    const whole = bytes.length - unfinished(bytes);
    const start = before - carry.length;
    if (!isUtf8(bytes.subarray(0, whole))) {
      const at = firstInvalid(bytes.subarray(0, whole));
      return { inChunk: Math.max(0, at - carry.length), inFile: start + at };
    }
    before += chunk.length;
    carry = Buffer.from(bytes.subarray(whole));
    return null;
  };
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
