// Classes of characters as the Rust library has them; JavaScript's `\s`, `\w` and `\d` are others.

export const WHITE = '\\p{White_Space}';

export const NUMERIC = '\\p{N}';

export const WORD = '\\p{Alphabetic}\\p{M}\\p{Nd}\\p{Pc}\\p{Join_Control}';

/** What became punctuation after Unicode 7, whose tables the library has for this class. */
const LATER =
  '\\u{61D}\\u{9FD}\\u{A76}\\u{C77}\\u{C84}\\u{1B4E}-\\u{1B4F}\\u{1B7D}-\\u{1B7F}\\u{2E43}-\\u{2E4F}\\u{2E52}-\\u{2E5D}\\u{10D6E}\\u{10EAD}\\u{10ED0}\\u{10F55}-\\u{10F59}\\u{10F86}-\\u{10F89}\\u{111C9}\\u{113D4}-\\u{113D5}\\u{113D7}-\\u{113D8}\\u{1144B}-\\u{1144F}\\u{1145A}-\\u{1145B}\\u{1145D}\\u{11660}-\\u{1166C}\\u{116B9}\\u{1183B}\\u{11944}-\\u{11946}\\u{119E2}\\u{11A3F}-\\u{11A46}\\u{11A9A}-\\u{11A9C}\\u{11A9E}-\\u{11AA2}\\u{11B00}-\\u{11B09}\\u{11BE1}\\u{11C41}-\\u{11C45}\\u{11C70}-\\u{11C71}\\u{11EF7}-\\u{11EF8}\\u{11F43}-\\u{11F4F}\\u{11FFF}\\u{12FF1}-\\u{12FF2}\\u{16D6D}-\\u{16D6F}\\u{16E97}-\\u{16E9A}\\u{16FE2}\\u{1E5FF}\\u{1E95E}-\\u{1E95F}';

/** A character, not the inside of a class; U+166D has ceased to be one. */
export const PUNCTUATION = `(?![${LATER}])[\\p{P}\\u166D!-/:-@[-\`{-~]`;
