import { plainDigits } from '../python.ts';

const BRACKETS: Readonly<Record<string, string>> = {
  '【': '[',
  '】': ']',
  '〔': '[',
  '〕': ']',
  '〖': '[',
  '〗': ']',
  '\u2212': '-',
  '\ufe63': '-',
  '\u2044': '/',
  '\u2215': '/',
  '\u2236': ':',
  '\u301c': '~',
  '\u2019': "'",
};
const odd = new RegExp(`[\uff01-\uff5e${Object.keys(BRACKETS).join('')}]`, 'gu');
const blank = /[\u00a0\u2000-\u200a\u202f\u205f\u3000]/gu;
const unseen = /\u00ad|[\u200b-\u200f]|[\u2060-\u2064]|\ufe0e|\ufe0f|\ufeff/gu;

/**
 * Text as a strict reading takes it: digits of any script as 0 to 9, full-width forms and brackets as their plain
 * ones, wide and narrow blanks as a blank, what cannot be seen left out.
 */
export function plainText(text: string): string {
  return plainDigits(
    text
      .replaceAll(unseen, '')
      .replaceAll(blank, ' ')
      .replaceAll(/\r\n?|[\u2028\u2029]/g, '\n')
      .replaceAll(odd, (sign) => BRACKETS[sign] ?? String.fromCharCode(sign.charCodeAt(0) - 0xfee0)),
  );
}
