/** What systems leave beside people's files, in lower case. */
const LEFT_BEHIND: ReadonlySet<string> = new Set([
  '__macosx',
  'thumbs.db',
  'ehthumbs.db',
  'desktop.ini',
  'icon\r',
  '@eadir',
  '$recycle.bin',
  'system volume information',
]);

/** Whether a file or folder is nobody's: hidden, as macOS's `._45.png` and `.DS_Store` are, or left by a system. */
export const isLeftBehind = (name: string): boolean =>
  name.startsWith('.') || LEFT_BEHIND.has(name.toLowerCase());

export interface PathParts {
  /** Folders and the file, without what means nothing: `.` and doubled separators. */
  parts: string[];
  /** Whether it begins at a root: `/`, `C:\`, `\\server`. */
  isAbsolute: boolean;
}

/** A path that a file names, from whatever system it comes. */
export function partsOfPath(path: string): PathParts {
  const plain = path.replaceAll('\\', '/');
  const rest = plain.replace(/^[A-Za-z]:/, '');
  const parts = rest.split('/').filter((part) => part !== '' && part !== '.');
  return { parts, isAbsolute: rest.startsWith('/') || rest !== plain };
}

/** The name as it is looked for where the same letters were written in another way: é as one character or as two. */
export const composedName = (name: string): string => name.normalize('NFC');
