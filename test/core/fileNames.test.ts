import { expect, test } from 'vitest';
import { isLeftBehind, partsOfPath } from '../../src/core/fileNames.ts';

test('what systems leave beside files is nobody’s', () => {
  const left = ['._45.png', '.DS_Store', '__MACOSX', 'Thumbs.db', 'desktop.ini', '@eaDir', 'Icon\r'];

  expect(left.filter((name) => !isLeftBehind(name))).toEqual([]);
  expect(['45.png', '_45.png', 'thumbs.png', 'MACOSX', 'a.DS_Store'].filter(isLeftBehind)).toEqual([]);
});

test('a path has the same parts whatever system wrote it', () => {
  const parts = ['data', 'a b.png'];

  for (const path of ['data/a b.png', 'data\\a b.png', './data//a b.png', '.\\data\\.\\a b.png'])
    expect(partsOfPath(path)).toEqual({ parts, isAbsolute: false });
  for (const path of ['/data/a b.png', 'C:\\data\\a b.png', 'd:/data/a b.png', 'C:data\\a b.png'])
    expect(partsOfPath(path)).toEqual({ parts, isAbsolute: true });
  expect(partsOfPath('\\\\server\\data\\x')).toEqual({ parts: ['server', 'data', 'x'], isAbsolute: true });
});
