import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect } from 'vitest';
import { findPictures } from '../../src/cli/import/pictureFiles.ts';
import { test } from '../support/fixtures.ts';

const FILES = ['q/1.png', 'q/caf\u00e9.png', 'q/sub dir/50%.png', 'c/a.png', 'c/B.png', 'c/b.PNG', '2.png'];

function aFolder(home: string): string {
  for (const file of FILES) {
    mkdirSync(dirname(join(home, file)), { recursive: true });
    writeFileSync(join(home, file), '');
  }
  writeFileSync(join(home, 'q/._1.png'), '');
  return home;
}

async function found(folder: string, ...paths: string[]) {
  const places = await findPictures(folder, new Set(paths));
  return paths.map((path) => places.get(path)?.slice(folder.length + 1) ?? null);
}

describe('a picture is found by the path that somebody wrote', () => {
  const cases: [string, string, string | null][] = [
    ['as it is', 'q/1.png', 'q/1.png'],
    ['on Windows', '.\\q\\sub dir\\50%.png', 'q/sub dir/50%.png'],
    ['on macOS, whose letters are two characters', 'q/cafe\u0301.png', 'q/caf\u00e9.png'],
    ['in another case', 'Q\\1.PNG', 'q/1.png'],
    ['in the case of one of two', 'C/B.png', 'c/B.png'],
    ['in a case that two have', 'c/b.png', null],
    ['at a root', '/home/me/data/q/1.png', 'q/1.png'],
    ['on a drive', 'D:\\data\\q\\1.png', 'q/1.png'],
    ['that is not there', 'q/2.png', null],
    ['beside which macOS keeps something', 'q/_1.png', null],
    ['of a folder', '', null],
  ];
  test.for(cases)('%s', async ([, path, place], { home }) => {
    expect(await found(aFolder(home), path)).toEqual([place]);
  });

  test('and those at a root lose as many folders as finds the most, all alike', async ({ home }) => {
    const paths = ['/data/mmie/q/1.png', '/data/mmie/q/caf\u00e9.png', '/data/mmie/q/2.png'];

    // 2.png is there, but two folders further up.
    expect(await found(aFolder(home), ...paths)).toEqual(['q/1.png', 'q/caf\u00e9.png', null]);
  });

  test('and never outside the folder', async ({ home }) => {
    for (const path of ['../x.png', 'q/../../x.png', '..\\x.png', 'C:\\..\\x.png'])
      await expect(findPictures(home, new Set([path]))).rejects.toThrow(
        'lies outside the folder of pictures',
      );
    expect(await found(aFolder(home), '/etc/passwd')).toEqual([null]);
  });

  test('and a folder that is not there is an error', async ({ home }) => {
    await expect(findPictures(join(home, 'none'), new Set(['a.png']))).rejects.toThrow('ENOENT');
  });
});
