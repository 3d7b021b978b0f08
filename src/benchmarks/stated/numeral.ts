const WORDS = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];
const CHINESE: Readonly<Record<string, number>> = {
  ...{ 零: 0, 〇: 0, 一: 1, 二: 2, 两: 2, 兩: 2, 三: 3, 四: 4, 五: 5, 六: 6, 七: 7, 八: 8, 九: 9, 十: 10 },
  ...{ 壹: 1, 贰: 2, 貳: 2, 叁: 3, 參: 3, 肆: 4, 伍: 5, 陆: 6, 陸: 6, 柒: 7, 捌: 8, 玖: 9, 拾: 10 },
  ...{ 百: 100, 一百: 100 },
};
const CHINESE_NUMERAL = '(?:一?百|[零〇一二两兩三四五六七八九十壹贰貳叁參肆伍陆陸柒捌玖拾])';

/** "4分", "4점": units that are written without a blank. 十分 means "very", and 四分之一 a quarter. */
const GLUED_UNIT = '[分点點점](?![\\p{L}\\p{N}])';

/** Source of the numbers zero to ten in words, for an expression with the `i` and `u` flags. */
export const NUMBER_WORD = `(?:(?:${WORDS.join('|')})(?![\\p{L}\\p{N}])|(?!十分)[零〇一二两兩三四五六七八九十](?:(?=${GLUED_UNIT})|(?![\\p{L}\\p{N}])))`;

/** Digits that stand alone: `3D`, `v2`, `2nd` and `1e3` are no statement of a number, and a last full stop is none of it. */
export const DIGITS = `[-+]?(?:\\d+(?:\\.\\d+)?|\\.\\d+)(?:(?=${GLUED_UNIT})|(?![\\p{L}\\p{N}_%]))(?![,.]\\d)`;

/** Any number of a scale: digits, a word, a Chinese numeral. */
export const LIMIT = `(?:-?(?<!\\d)\\d{1,9}(?:\\.\\d{1,9})?(?![.]?\\d)|(?:${WORDS.join('|')}|hundred)(?![\\p{L}\\p{N}])|${CHINESE_NUMERAL})`;

/** Value of text that one of the expressions above matched. */
export function numeralValue(text: string): number {
  const lower = text.toLowerCase();
  const index = WORDS.indexOf(lower);
  if (index >= 0) return index;
  if (lower === 'hundred') return 100;
  return CHINESE[text] ?? Number(text) + 0;
}
