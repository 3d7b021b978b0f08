import { isUtf8 } from 'node:buffer';
import { JSONParser } from '@streamparser/json';
import { doubledKey, parseJson } from '../../../core/tables/json.ts';
import { NOT_UTF8 } from '../../../core/tables/utf8.ts';
import { openPythonNumbers } from './pythonNumbers.ts';

/** A record, or why it is none. */
export interface Item {
  /** Counted from 1; null in an array, whose records lie on any lines. */
  line: number | null;
  value: unknown;
  problem: string | null;
}

export interface Parsed {
  /** Records completed by these bytes. */
  items: Item[];
  /** What is wrong behind them, null while nothing is. */
  problem: string | null;
}

/** Takes a file piece by piece. After a problem behind them there are no further records. */
export interface RecordParser {
  write(chunk: Buffer): Parsed;
  end(): Parsed;
}

/** One record may not fill the memory. */
const MAX_PENDING_BYTES = 64_000_000;

/** Elements of one JSON array. */
export function arrayParser(): RecordParser {
  let items: Item[] = [];
  let [bytes, pending] = [0, 0];
  // Without the buffer it joins strings byte by byte, at half the speed.
  const parser = new JSONParser({ paths: ['$.*'], keepStack: false, stringBufferSize: 1 << 16 });
  parser.onValue = ({ value }) => void items.push({ line: null, value, problem: null });
  const numbers = openPythonNumbers();
  const take = (problem: string | null): Parsed => {
    const parsed = { items, problem };
    items = [];
    return parsed;
  };
  const write = (chunk: Buffer): Parsed => {
    try {
      parser.write(chunk);
    } catch (error) {
      return take(`not JSON ${placeOf((error as Error).message, bytes)}`);
    }
    pending = items.length > 0 ? 0 : pending + chunk.length;
    return take(pending > MAX_PENDING_BYTES ? tooLarge : null);
  };
  return {
    write: (chunk) => {
      const body = bytes === 0 ? withoutMark(chunk) : chunk;
      bytes += chunk.length;
      return write(numbers.write(body));
    },
    end: () => {
      const rest = numbers.end();
      const last = rest.length > 0 ? write(rest) : take(null);
      const cut = `the file ends at byte ${bytes}, in the middle of its array`;
      return { ...last, problem: last.problem ?? (parser.isEnded ? null : cut) };
    },
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
  return {
    write: (chunk) => {
      const items: Item[] = [];
      let bytes = Buffer.concat([rest, line === 0 && rest.length === 0 ? withoutMark(chunk) : chunk]);
      const isUtf8Whole = isUtf8(bytes.subarray(0, bytes.lastIndexOf(10) + 1));
      for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10)) {
        line += 1;
        items.push(...parsedLine(bytes.subarray(0, end), line, isUtf8Whole));
        bytes = bytes.subarray(end + 1);
      }
      rest = bytes;
      return { items, problem: rest.length > MAX_PENDING_BYTES ? tooLarge : null };
    },
    end: () => ({ items: parsedLine(rest, line + 1, false), problem: null }),
  };
}

function parsedLine(bytes: Buffer, line: number, isKnownUtf8: boolean): Item[] {
  if (!isKnownUtf8 && !isUtf8(bytes)) return [{ line, value: null, problem: NOT_UTF8 }];
  const text = bytes.toString('utf8');
  if (text.trim() === '') return [];
  try {
    const value = parseJson(text);
    const isObject = value !== null && typeof value === 'object' && !Array.isArray(value);
    const doubled = isObject ? doubledKey(text, value) : null;
    return [{ line, value, problem: doubled === null ? null : `the field ${doubled} is there twice` }];
  } catch (error) {
    return [{ line, value: null, problem: `it is not JSON: ${(error as Error).message}` }];
  }
}

const withoutMark = (chunk: Buffer): Buffer =>
  chunk[0] === 0xef && chunk[1] === 0xbb && chunk[2] === 0xbf ? chunk.subarray(3) : chunk;
