import { expect, test } from 'vitest';
import {
  checkFolderRecord,
  picturesOf,
  questionOfFolder,
} from '../../../src/benchmarks/geneval/imageFolder.ts';

test.each([
  ['00000', '00000'],
  ['7', '00007'],
  ['0000000552', '00552'],
  ['123456', '123456'],
  ['samples', null],
  ['-1', null],
  ['1a', null],
  ['', null],
])('folder %j is question %j', (name, question) => {
  expect(questionOfFolder(name)).toBe(question);
});

test('pictures are put in the order of their numbers', () => {
  const names = ['10.png', '0002.png', '1.png', '20241124071250999.png', '20241124071250998.png', '0000.png'];

  expect(picturesOf(names).pictures).toEqual([
    '0000.png',
    '1.png',
    '0002.png',
    '10.png',
    '20241124071250998.png',
    '20241124071250999.png',
  ]);
});

test('names that only begin as pictures are told apart, other names are nobody', () => {
  const names = ['0000.png', '0000.png.bak', '0001.pngx', '0001.PNG', 'grid.png', 'a0.png', '0002.jpg'];

  expect(picturesOf(names)).toEqual({
    pictures: ['0000.png'],
    onlyBeginAsPictures: ['0000.png.bak', '0001.pngx'],
  });
});

const clocks = {
  tag: 'counting',
  include: [{ class: 'clock', count: 2 }],
  exclude: [{ class: 'clock', count: 3 }],
  prompt: 'a photo of two clocks',
};

test('a record may have its keys in another order and further keys', () => {
  const { tag, ...rest } = clocks;

  expect(() => checkFolderRecord(JSON.stringify({ ...rest, seed: 1, tag }), clocks, 'f')).not.toThrow();
});

test.each([
  [{ prompt: 'a photo of three clocks' }, 'f: "prompt" is "a photo of three clocks", but'],
  [{ include: [{ class: 'clock', count: 3 }] }, 'f: "include" is [{"class":"clock","count":3}], but'],
  [{ exclude: undefined }, 'f: "exclude" is null, but'],
  [{ tag: 'colors' }, 'f: "tag" is "colors", but'],
])('a record that differs is refused: %j', (change, words) => {
  expect(() => checkFolderRecord(JSON.stringify({ ...clocks, ...change }), clocks, 'f')).toThrow(words);
});
