const [QUOTE, ESCAPE, N, I] = [34, 92, 78, 73];
const WORDS = [
  { word: Buffer.from('NaN'), json: Buffer.from('null') },
  { word: Buffer.from('Infinity'), json: Buffer.from('1e999') },
];

export interface PythonNumbers {
  /** The same JSON without them. */
  write(chunk: Buffer): Buffer;
  end(): Buffer;
}

/**
 * JSON in pieces, in which Python's NaN and Infinity become null and a number too large for any field, outside texts.
 * What reads the numbers refuses the latter by its name.
 */
export function openPythonNumbers(): PythonNumbers {
  let held: Buffer = Buffer.alloc(0);
  let [isText, isEscaped] = [false, false];
  return {
    write: (chunk) => {
      const bytes = held.length > 0 ? Buffer.concat([held, chunk]) : chunk;
      held = Buffer.alloc(0);
      const pieces: Buffer[] = [];
      let from = 0;
      for (let at = 0; at < bytes.length; at++) {
        const byte = bytes[at];
        if (isText) {
          if (isEscaped) isEscaped = false;
          else if (byte === ESCAPE) isEscaped = true;
          else if (byte === QUOTE) isText = false;
        } else if (byte === QUOTE) isText = true;
        else if (byte === N || byte === I) {
          const { word, json } = WORDS[byte === N ? 0 : 1] as (typeof WORDS)[number];
          const some = bytes.subarray(at, at + word.length);
          if (!some.equals(word.subarray(0, some.length))) continue;
          pieces.push(bytes.subarray(from, at));
          from = at + some.length;
          if (some.length < word.length) held = some;
          else pieces.push(json);
          at = from - 1;
        }
      }
      if (pieces.length === 0) return bytes;
      pieces.push(bytes.subarray(from));
      return Buffer.concat(pieces);
    },
    end: () => held,
  };
}
