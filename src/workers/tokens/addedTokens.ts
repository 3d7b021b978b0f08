import { WHITE } from './characters.ts';

/** A token that a `tokenizer.json` adds to its model. */
export interface AddedToken {
  readonly content: string;
  readonly single_word?: boolean;
  readonly lstrip?: boolean;
  readonly rstrip?: boolean;
}

/** The text without the white space that added tokens take with them on their left or on their right. */
export function stripperOf(tokens: readonly AddedToken[]): (text: string) => string {
  if (!tokens.some(({ lstrip, rstrip }) => lstrip || rstrip)) return (text) => text;
  const known = new Map(tokens.map((token) => [token.content, token]));
  // Longest first, as they are found.
  const names = [...known.keys()].sort((a, b) => b.length - a.length);
  const escaped = names.map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const found = new RegExp(`(${escaped.join('|')})`, 'u');
  return (text) => {
    const sections = text.split(found);
    return sections
      .map((section, at) => {
        if (at % 2 === 1) return section;
        const isCutBefore = known.get(sections[at - 1] ?? '')?.rstrip;
        const begun = isCutBefore ? section.replace(LEADING, '') : section;
        return known.get(sections[at + 1] ?? '')?.lstrip ? begun.replace(TRAILING, '') : begun;
      })
      .join('');
  };
}

const LEADING = new RegExp(`^${WHITE}+`, 'u');
const TRAILING = new RegExp(`${WHITE}+$`, 'u');
