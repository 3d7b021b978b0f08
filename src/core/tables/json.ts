/** Outside texts, what Python writes for numbers that JSON has not. */
const PYTHON = /"(?:[^"\\]|\\.)*"|-?\bInfinity\b|\bNaN\b/gs;

/**
 * A JSON value, with the NaN and Infinity that Python writes: null, and the number, which is refused by its name where
 * numbers are read. Throws a SyntaxError for the rest.
 */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const plain = text.replaceAll(PYTHON, (token) =>
      token.startsWith('"') ? token : token === 'NaN' ? 'null' : `${token.startsWith('-') ? '-' : ''}1e999`,
    );
    if (plain === text) throw error;
    try {
      return JSON.parse(plain);
    } catch {
      // In the words about the text as it was given.
      throw error;
    }
  }
}

/** The name that an object's text has twice, of which JSON takes the last in silence; null where each is there once. */
export function doubledKey(text: string, object: object): string | null {
  if (countKeys(text) === Object.keys(object).length) return null;
  const seen = new Set<string>();
  for (const name of keysOf(text)) {
    if (seen.has(name)) return name;
    seen.add(name);
  }
  return null;
}

const [QUOTE, ESCAPE, COLON, OPEN, CLOSE] = [34, 92, 58, [91, 123], [93, 125]] as const;

/** Colons of the outermost object of valid JSON. */
function countKeys(text: string): number {
  let [depth, count] = [0, 0];
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = endOfText(text, at);
    else if (code === COLON) count += depth === 1 ? 1 : 0;
    else if (code === OPEN[0] || code === OPEN[1]) depth += 1;
    else if (code === CLOSE[0] || code === CLOSE[1]) depth -= 1;
  }
  return count;
}

function* keysOf(text: string): Generator<string> {
  let [depth, key] = [0, ''];
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      const end = endOfText(text, at);
      key = text.slice(at, end + 1);
      at = end;
    } else if (code === COLON && depth === 1) yield JSON.parse(key);
    else if (code === OPEN[0] || code === OPEN[1]) depth += 1;
    else if (code === CLOSE[0] || code === CLOSE[1]) depth -= 1;
  }
}

/** Where the quote is that ends the text begun at `start`. */
function endOfText(text: string, start: number): number {
  for (let at = text.indexOf('"', start + 1); at >= 0; at = text.indexOf('"', at + 1)) {
    let escapes = 0;
    while (text.charCodeAt(at - 1 - escapes) === ESCAPE) escapes += 1;
    if (escapes % 2 === 0) return at;
  }
  return text.length;
}
