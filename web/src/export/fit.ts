/** About how wide a text is: letters of this font are a little more than half as wide as high. */
const LETTER = 0.56;

export const widthOf = (text: string, size = 14): number => [...text].length * size * LETTER;

/** As much of a text as fits, with an ellipsis for the rest; in the middle, since names differ at both ends. */
export function fitted(text: string, width: number, size = 14): string {
  const letters = [...text];
  const most = Math.max(3, Math.floor(width / (size * LETTER)));
  if (letters.length <= most) return text;
  const end = Math.floor((most - 1) / 2);
  return `${letters.slice(0, most - 1 - end).join('')}…${letters.slice(-end).join('')}`;
}
