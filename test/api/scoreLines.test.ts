import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { readCsvLines, readJsonLines } from '../../src/api/scoreLines.ts';
import type { StagedScore } from '../../src/store/bulk/stage.ts';

type Line = Record<string, unknown>;

const good: Line = { question: 'q0', criterion: 'overall', value: 1 };
const jsonLines = (lines: readonly Line[]): string =>
  lines.map((line) => `${JSON.stringify(line)}\n`).join('');

async function collect(groups: AsyncIterable<StagedScore[]>): Promise<StagedScore[]> {
  const all: StagedScore[] = [];
  for await (const group of groups) all.push(...group);
  return all;
}

/** A body that arrives in pieces of so many bytes. */
function inPieces(body: string | Uint8Array, size: number): Readable {
  const bytes = Buffer.from(body as string);
  const count = Math.ceil(bytes.length / size);
  return Readable.from(Array.from({ length: count }, (_, at) => bytes.subarray(at * size, (at + 1) * size)));
}

test('lines are the same however the body is cut into pieces', async () => {
  const lines = [
    good,
    { ...good, reason: 'n\u00e4chst \u{1f3a8}', sampleIndex: 3 },
    { ...good, question: '\u4e2d' },
  ];
  const whole = await collect(readJsonLines(inPieces(jsonLines(lines), 1e6)));

  const cut = await Promise.all(
    [1, 2, 3, 7].map((size) => collect(readJsonLines(inPieces(jsonLines(lines).trimEnd(), size)))),
  );

  expect(whole.map(({ line, question }) => [line, question])).toEqual([
    [1, 'q0'],
    [2, 'q0'],
    [3, '\u4e2d'],
  ]);
  for (const scores of cut) expect(scores).toEqual(whole);
});

test('booleans, no number, numbers as ids and the names of our exports are read alike in both', async () => {
  const csv = [
    'question;sample_index;criterion;value;official_value;outcome;judge',
    '7;1;overall;True;;;j',
    '8;0;overall;nan;2;UNPARSEABLE;j',
  ];
  const json = [
    '\ufeff{"question":7,"sample_index":1,"criterion":"overall","value":true,"official_value":NaN}',
    '{"question":8,"sampleIndex":0,"criterion":"overall","value":NaN,"officialValue":2,"outcome":"UNPARSEABLE"}',
  ];

  const fromCsv = await collect(readCsvLines(inPieces(csv.join('\r\n'), 11)));
  const fromJson = await collect(readJsonLines(inPieces(json.join('\r\n'), 11)));

  expect(fromCsv.map(({ line, ...score }) => score)).toEqual(fromJson.map(({ line, ...score }) => score));
  expect(fromJson).toMatchObject([
    { question: '7', sampleIndex: 1, value: 1, officialValue: null, outcome: 'SCORED' },
    { question: '8', sampleIndex: 0, value: null, officialValue: 2, outcome: 'UNPARSEABLE' },
  ]);
});

describe('JSON lines are refused with their number:', () => {
  const cases: [string, string | Uint8Array, string][] = [
    [
      'neither value nor outcome',
      jsonLines([{ question: 'q0', criterion: 'overall' }]),
      'line 1: question q0, criterion overall: give a value, or the outcome',
    ],
    [
      'a value beside another outcome',
      jsonLines([{ ...good, outcome: 'JUDGE_ERROR' }]),
      'JUDGE_ERROR goes without a value',
    ],
    [
      'SCORED without a value',
      jsonLines([{ ...good, value: null, outcome: 'SCORED' }]),
      'SCORED goes with a value',
    ],
    [
      'a response said to be missing',
      jsonLines([{ ...good, value: null, outcome: 'MISSING_RESPONSE' }]),
      'it cannot be missing',
    ],
    [
      'an unknown outcome',
      jsonLines([{ ...good, outcome: 'LOST' }]),
      'line 1: outcome is "LOST", not one of SCORED',
    ],
    [
      'a field that there is not',
      jsonLines([{ ...good, scor: 1 }]),
      'line 1: there is no field "scor"; there are question',
    ],
    ['no question', jsonLines([{ criterion: 'overall', value: 1 }]), 'line 1: question is missing'],
    ['a value that is text', jsonLines([{ ...good, value: '1' }]), 'line 1: value must be a number, is "1"'],
    [
      'a sample that is no index',
      jsonLines([{ ...good, sampleIndex: 0.5 }]),
      'line 1: sampleIndex must be a whole number',
    ],
    [
      'evidence that is no object',
      jsonLines([{ ...good, evidence: [1] }]),
      'line 1: evidence must be an object',
    ],
    [
      'a NUL character',
      jsonLines([{ ...good, reason: 'a\0b' }]),
      'line 1: reason: a text holds a NUL character',
    ],
    [
      'a field twice',
      '{"question":"q","criterion":"c","value":1,"value":2}',
      'the field value is there twice',
    ],
    [
      'two names for one',
      jsonLines([{ ...good, sample: 1, sample_index: 1 }]),
      'sample and sample_index are the same',
    ],
    ['Infinity', '{"question":"q","criterion":"c","value":Infinity}', 'value must be a number, is Infinity'],
    [
      'a number too large',
      '{"question":"q","criterion":"c","value":1e400}',
      'value must be a number, is Infinity',
    ],
    ['gzip', Buffer.from([0x1f, 0x8b, 8, 0, 0]), 'line 1: it is compressed: unpack it first (gzip)'],
    ['UTF-16', Buffer.from('\ufeff{}', 'utf16le'), 'line 1: it is UTF-16'],
    [
      'a second evaluation',
      jsonLines([
        { ...good, evaluation_id: 'a' },
        { ...good, evaluation_id: 'b' },
      ]),
      'line 2: it is of another evaluation than line 1',
    ],
    ['a line that is no JSON', `${jsonLines([good])}\nnope`, 'line 3: it is not JSON'],
    ['a line that is no object', '[1]\n', 'line 1: it must be an object'],
    [
      'bytes that are no UTF-8',
      Buffer.concat([Buffer.from(jsonLines([good])), Buffer.from([0xe9, 0x0a])]),
      'line 2: it is not UTF-8',
    ],
  ];

  test.for(cases)('%s', async ([, body, words]) => {
    await expect(collect(readJsonLines(inPieces(body, 50)))).rejects.toThrow(words);
  });
});

describe('CSV is refused with its line:', () => {
  const cases: [string, string | Uint8Array, string][] = [
    ['a column that there is not', 'question,criterion,value,note\n', 'line 1: there is no column "note"'],
    ['a column missing', 'question,criterion\n', 'line 1: the header has no column value'],
    ['a cell too many', 'question,criterion,value\nq0,overall,1\nq1,overall,1,1\n', 'line 3: '],
    [
      'a number that is none',
      'question,criterion,value\nq0,overall,good\n',
      'line 2: value must be a number, is "good"',
    ],
    ['a quote inside a cell', 'question,criterion,value\nq0,over"all",1\n', 'line 2: a quote stands inside'],
    ['JSON lines', jsonLines([good]), 'line 1: it is JSON, not CSV'],
    ['a column twice', 'question,criterion,value,value\n', 'line 1: the column value is there twice'],
    [
      'two names for one',
      'question,criterion,value,sample,sampleIndex\n',
      'line 1: sample and sampleIndex are the same',
    ],
    [
      'Latin-1',
      Buffer.from('question,criterion,value\nq\u00e9,overall,1\n', 'latin1'),
      'line 2: it is not UTF-8',
    ],
    [
      'Infinity',
      'question,criterion,value\nq0,overall,-inf\n',
      'line 2: value must be a number, is -Infinity',
    ],
    ['a leaderboard', 'rank,is_complete,model\n', 'line 1: it is an export of a leaderboard'],
  ];

  test.for(cases)('%s', async ([, body, words]) => {
    await expect(collect(readCsvLines(inPieces(body, 7)))).rejects.toThrow(words);
  });
});
