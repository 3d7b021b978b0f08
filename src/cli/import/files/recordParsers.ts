import { JSONParser } from '@streamparser/json';

export interface Parsed {
  /** Records completed by these bytes. */
  values: unknown[];
  /** What is wrong behind them, null while nothing is. */
  problem: string | null;
}

/** Takes a file piece by piece. After a problem there are no further records. */
export interface RecordParser {
  write(chunk: Buffer): Parsed;
  end(): Parsed;
}

/** One record may not fill the memory. */
const MAX_PENDING_BYTES = 64_000_000;

/** Elements of one JSON array. */
export function arrayParser(): RecordParser {
  let values: unknown[] = [];
  let [bytes, pending] = [0, 0];
  // Without the buffer it joins strings byte by byte, at half the speed.
  const parser = new JSONParser({ paths: ['$.*'], keepStack: false, stringBufferSize: 1 << 16 });
  parser.onValue = ({ value }) => void values.push(value);
  const take = (problem: string | null): Parsed => {
    const parsed = { values, problem };
    values = [];
    return parsed;
  };
  return {
    write: (chunk) => {
      const body = bytes === 0 ? withoutMark(chunk) : chunk;
      bytes += chunk.length;
      try {
        parser.write(body);
      } catch (error) {
        return take(`not JSON ${placeOf((error as Error).message, bytes)}`);
      }
      pending = values.length > 0 ? 0 : pending + chunk.length;
      return take(pending > MAX_PENDING_BYTES ? tooLarge : null);
    },
    end: () => take(parser.isEnded ? null : `the file ends at byte ${bytes}, in the middle of its array`),
  };
}

const tooLarge = `larger than ${MAX_PENDING_BYTES / 1e6} MB`;

function placeOf(message: string, bytes: number): string {
  const at = /absolute position "(\d+)"/.exec(message)?.[1];
  const what = /^Unexpected (?:[A-Z_]+ \()?("(?:[^"\\]|\\.)*"|"""|\S+?)\)?(?= |$)/.exec(message)?.[1];
  return `${at ? `at byte ${at}` : `before byte ${bytes}`}${what ? `: unexpected ${what}` : ''}`;
}

/** One JSON value a line; blank lines are none. */
export function lineParser(): RecordParser {
  let [rest, line] = [Buffer.alloc(0), 0];
  const parse = (text: string): Parsed => {
    line += 1;
    if (text.trim() === '') return { values: [], problem: null };
    try {
      return { values: [JSON.parse(text)], problem: null };
    } catch (error) {
      return { values: [], problem: `line ${line} is not JSON: ${(error as Error).message}` };
    }
  };
  return {
    write: (chunk) => {
      const values: unknown[] = [];
      let bytes = Buffer.concat([rest, line === 0 && rest.length === 0 ? withoutMark(chunk) : chunk]);
      for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10)) {
        const parsed = parse(bytes.toString('utf8', 0, end));
        values.push(...parsed.values);
        if (parsed.problem) return { values, problem: parsed.problem };
        bytes = bytes.subarray(end + 1);
      }
      rest = bytes;
      return { values, problem: rest.length > MAX_PENDING_BYTES ? tooLarge : null };
    },
    end: () => parse(rest.toString('utf8')),
  };
}

const withoutMark = (chunk: Buffer): Buffer =>
  chunk[0] === 0xef && chunk[1] === 0xbb && chunk[2] === 0xbf ? chunk.subarray(3) : chunk;
