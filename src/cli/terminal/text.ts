import stringWidth from 'string-width';

/** What moves the cursor, rings, recolours or turns text around; a name or a reply may hold any of it. */
const HIDDEN =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

/** Text that a terminal shows as it is: control and bidi characters as `\u001b`, which JSON reads back the same. */
export const visible = (text: string): string =>
  text.replace(HIDDEN, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** The same on one line, for a cell of a table. */
export const onOneLine = (text: string): string =>
  visible(text).replace(/[\n\t]/g, (one) => (one === '\n' ? '\\n' : '\\t'));

/** Columns that a terminal takes for a text: two for Chinese and emoji, none for combining marks. */
export const widthOf = (text: string): number => stringWidth(text);

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** At most `width` columns; what is cut ends in an ellipsis, and no character is cut apart. */
export function shortened(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  let [kept, room] = ['', width - 1];
  for (const { segment } of graphemes.segment(text)) {
    room -= widthOf(segment);
    if (room < 0) break;
    kept += segment;
  }
  return `${kept}…`;
}

export function padded(text: string, width: number, align: 'left' | 'right' = 'left'): string {
  const space = ' '.repeat(Math.max(0, width - widthOf(text)));
  return align === 'right' ? space + text : text + space;
}

/** Lines of at most `width` columns, broken at spaces; a longer word stays whole, for it is there to be copied. */
export function wrapped(text: string, width: number): string {
  return text
    .split('\n')
    .map((line) => wrappedLine(line, width))
    .join('\n');
}

function wrappedLine(line: string, width: number): string {
  if (widthOf(line) <= width) return line;
  const broken: string[] = [];
  for (const word of line.split(' ')) {
    const last = broken.at(-1);
    if (last !== undefined && widthOf(last) + 1 + widthOf(word) <= width)
      broken[broken.length - 1] = `${last} ${word}`;
    else broken.push(word);
  }
  return broken.join('\n');
}
