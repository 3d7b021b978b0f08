/** What the body of an error says, whatever shape the server gave it. */
export interface Said {
  /** One line for people; empty when it says nothing. */
  words: string;
  /** The parameter that it complains of, where it names one in a field of its own. */
  parameter: string | null;
  /** Codes, types and names of the error, as numbers or text. */
  codes: string[];
  /** How long it asks to wait, as it writes it: `26s`. */
  retryDelay: string | null;
}

const LONGEST = 300;

/** Where servers put words, the most telling first. */
const WORD_FIELDS = [
  'error',
  'errors',
  'detail',
  'message',
  'msg',
  'error_msg',
  'error_message',
  'errorMessage',
  'error_description',
  'reason',
  'description',
  'title',
];
const CODE_FIELDS = ['code', 'type', 'status'];

/** Reads an error as OpenAI, FastAPI, Google, gateways and plain servers write them. */
export function readError(body: string): Said {
  const parsed = parse(body);
  if (parsed === undefined)
    return { words: oneLine(plainText(body)), parameter: null, codes: [], retryDelay: null };
  return sayOf(parsed);
}

/** The same of JSON that is parsed already. */
export function sayOf(value: unknown): Said {
  return {
    words: oneLine(wordsOf(value) || JSON.stringify(value).replace(/^(\{\}|\[\])$/, '')),
    parameter: first(value, parameterOf),
    codes: [...new Set(all(value, codesOf).flat())],
    retryDelay: first(value, ({ retryDelay }) => (typeof retryDelay === 'string' ? retryDelay : null)),
  };
}

/** Takes what a server may have repeated of the key out of its words, also where it shows a part of it. */
export function withoutKey(words: string, key: string | null): string {
  if (!key) return words;
  const whole = words.replaceAll(key, '[key]');
  return whole.replace(/[^\s"'`,;:()]+/g, (word) => (showsPart(word, key) ? '[key]' : word));
}

/** Servers show a key's beginning or its end; of its middle only what is long is sure to be of it. */
const [END, MIDDLE] = [6, 12];

function showsPart(word: string, key: string): boolean {
  if (word.includes(key.slice(0, END)) || word.includes(key.slice(-END))) return true;
  for (let at = 0; at + MIDDLE <= word.length; at++) {
    if (key.includes(word.slice(at, at + MIDDLE))) return true;
  }
  // Masked: sk-v****cret.
  const [head = '', tail = ''] = word.split(/[*•.…]{3,}/);
  return tail.length > 1 && key.startsWith(head) && key.endsWith(tail);
}

function parse(body: string): unknown {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' ? value : undefined;
  } catch {
    return undefined;
  }
}

function wordsOf(value: unknown): string {
  if (typeof value === 'string') return inner(value);
  if (Array.isArray(value)) {
    const several = value.map(wordsOf).filter((words) => words !== '');
    return [...new Set(several)].slice(0, 3).join('; ');
  }
  if (!isRecord(value)) return '';
  const { loc, msg, metadata } = value;
  if (Array.isArray(loc) && typeof msg === 'string')
    return `${loc.filter((step) => step !== 'body').join('.')}: ${msg}`.replace(/^: /, '');
  const found = WORD_FIELDS.map((field) => wordsOf(value[field])).filter((words) => words !== '');
  // {"error": "Bad Request", "message": "…"}: the first names the kind, the second says what it is.
  const isKind = typeof value['error'] === 'string' && found.length > 1;
  const own = isKind ? `${found[0]}: ${found[1]}` : (found[0] ?? '');
  // What the provider behind a gateway said.
  const raw = isRecord(metadata) ? wordsOf(metadata['raw']) : '';
  return raw === '' || own.includes(raw) ? own : `${own}: ${raw}`;
}

/** Words that are themselves JSON of an error are read as such. */
function inner(text: string): string {
  const trimmed = text.trim();
  const value = /^[[{]/.test(trimmed) ? parse(trimmed) : undefined;
  return value === undefined ? trimmed : wordsOf(value) || trimmed;
}

function parameterOf({ param, loc, field }: Record<string, unknown>): string | null {
  if (typeof param === 'string' && param !== '') return param;
  if (typeof field === 'string' && field !== '') return field;
  const names = Array.isArray(loc) ? loc.filter((step) => step !== 'body') : [];
  return typeof names[0] === 'string' ? names[0] : null;
}

function codesOf(record: Record<string, unknown>): string[] | null {
  return CODE_FIELDS.flatMap((field) => {
    const code = record[field];
    return typeof code === 'string' || typeof code === 'number' ? [String(code)] : [];
  });
}

/** Every object within a value, outermost first; errors are not deep. */
function* records(value: unknown, depth = 0): Generator<Record<string, unknown>> {
  if (depth > 5) return;
  if (Array.isArray(value)) for (const entry of value) yield* records(entry, depth + 1);
  else if (isRecord(value)) {
    yield value;
    for (const entry of Object.values(value)) yield* records(entry, depth + 1);
  }
}

function all<T>(value: unknown, read: (record: Record<string, unknown>) => T | null): T[] {
  return [...records(value)].flatMap((record) => read(record) ?? []);
}

function first<T>(value: unknown, read: (record: Record<string, unknown>) => T | null): T | null {
  for (const record of records(value)) {
    const found = read(record);
    if (found !== null) return found;
  }
  return null;
}

/** Of a page its title or its first words; plain text as it is. */
function plainText(body: string): string {
  if (!/^\s*</.test(body)) return body;
  const title = /<title[^>]*>([^<]*)/i.exec(body)?.[1]?.trim();
  return title || body.replace(/<(script|style)[\s\S]*?<\/\1>/gi, ' ').replace(/<[^>]*>/g, ' ');
}

function oneLine(text: string): string {
  const line = text.trim().split(/\n/)[0]?.replace(/\s+/g, ' ').trim() ?? '';
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
