import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect } from 'vitest';
import { test } from '../support/fixtures.ts';
import { writeLines, writeText } from './recordFiles.ts';
import { scoresIn } from './scoresIn.ts';

const TYPES: Readonly<Record<string, string>> = { string: 'STRING', number: 'DOUBLE', boolean: 'BOOLEAN' };

/** A table of columns, and further ones whose names may be there already. */
function parquetOf(
  columns: Record<string, (string | number | boolean)[]>,
  more: Record<string, number[]> = {},
  codec: 'SNAPPY' | 'LZ4_RAW' = 'SNAPPY',
): Buffer {
  const columnData = [...Object.entries(columns), ...Object.entries(more)].map(([name, data]) => ({
    name,
    data,
    type: TYPES[typeof data[0]] as 'STRING' | 'DOUBLE' | 'BOOLEAN',
  }));
  const compressors = { LZ4_RAW: (input: Uint8Array) => input };
  return Buffer.from(parquetWriteBuffer({ columnData, codec, compressors }));
}

describe('tables of every kind are read alike:', () => {
  const three = ['00000', '00001', '00002'];
  const made = (values: string, form: 'csv' | 'jsonl' | 'json' | 'semicolons' | 'tabs'): string => {
    const cells = values.split(' ');
    if (form === 'jsonl' || form === 'json') {
      const records = three.map(
        (question, at) => `{"question": "${question}", "value": ${cells[at]}, "outcome": ${outcomes[at]}}`,
      );
      return form === 'jsonl' ? records.join('\n\n') : `[${records.join(',')}]`;
    }
    const delimiter = { csv: ',', semicolons: ';', tabs: '\t' }[form];
    return three
      .map((question, at) => [question, cells[at], JSON.parse(outcomes[at] ?? '') ?? ''].join(delimiter))
      .toSpliced(0, 0, ['question', 'value', 'outcome'].join(delimiter))
      .join('\r\n');
  };
  const outcomes = ['null', 'null', '"JUDGE_ERROR"'];
  const files: [string, string, string | Buffer][] = [
    ['CSV of pandas', 's.csv', made('True False nan', 'csv')],
    ['CSV in capitals, with a mark', 's.csv', `\ufeff${made('TRUE FALSE NA', 'csv')}`],
    ['CSV of a German Excel', 's.csv', made('true false None', 'semicolons')],
    ['tabs', 's.tsv', made('1 0.0 NULL', 'tabs')],
    ['JSON lines of Python', 's.jsonl', made('true false NaN', 'jsonl')],
    ['a JSON array of Python', 's.json', made('true false NaN', 'json')],
    [
      'Parquet of numbers',
      's.parquet',
      parquetOf({ question: three, value: [1, 0, Number.NaN], outcome: ['', '', 'judge_error'] }),
    ],
    ['Parquet of booleans', 's.parquet', parquetOf({ question: three.slice(0, 2), value: [true, false] })],
    ['ids that lost their zeros', 's.csv', made('1 0 nan', 'csv').replaceAll('0000', '')],
    ['ids that became fractions', 's.jsonl', made('1 0 NaN', 'jsonl').replaceAll(/"0000(.)"/g, '$1.0')],
  ];

  test.for(files)('%s', async ([, name, content], { home }) => {
    const { rows } = await scoresIn(writeText(home, name, content));

    expect(rows.map(({ question }) => Number(question))).toEqual([0, 1, 2].slice(0, rows.length));
    expect(rows.map(({ value }) => value)).toEqual([1, 0, null].slice(0, rows.length));
    expect(rows.map(({ outcome }) => outcome)).toEqual([null, null, 'JUDGE_ERROR'].slice(0, rows.length));
  });
});

test('columns that are not read are told, whatever holds them', async ({ home }) => {
  const row = { question: '00000', sample_index: 2, value: 1, official_value: null, note: 'x', judge: 'j' };
  const files = [
    writeLines(home, 's.jsonl', [row]),
    writeText(home, 's.csv', `${Object.keys(row).join(',')}\n00000,2,1,,x,j\n`),
    writeText(
      home,
      's.parquet',
      parquetOf({ question: ['00000'], sample_index: [2], value: [1], note: ['x'], judge: ['j'] }),
    ),
  ];

  for (const path of files) {
    const { rows, notRead } = await scoresIn(path);

    expect(rows).toMatchObject([{ question: '00000', sampleIndex: 2, value: 1 }]);
    expect(notRead).toEqual(['note', 'judge']);
  }
});

test('a row is named by its line in CSV and JSON lines, and by its place elsewhere', async ({ home }) => {
  const table = 'question,value,reason\r\n\r\n00000,1,"two\r\nlines"\r\n00001,1,\r\n';
  const lines = '\n{"question": "0", "value": 1}\n\n\n{"question": "1", "value": 1}\n';

  expect((await scoresIn(writeText(home, 's.csv', table))).rows.map(({ at }) => at)).toEqual([3, 5]);
  expect((await scoresIn(writeText(home, 's.jsonl', lines))).rows.map(({ at }) => at)).toEqual([2, 5]);
  expect(
    (
      await scoresIn(
        writeText(home, 's.json', '[\n{"question":"0","value":1},\n\n{"question":"1","value":1}]'),
      )
    ).rows.map(({ place }) => place),
  ).toEqual(['record 1 (question "0")', 'record 2 (question "1")']);
});

describe('what cannot be read is named:', () => {
  const first = { question: '00000', sample: 0, value: 1 };
  const lines =
    (...all: object[]) =>
    (home: string) =>
      writeLines(home, 's.jsonl', all);
  const text = (name: string, content: string | Buffer) => (home: string) => writeText(home, name, content);
  const cases: [string, string | RegExp, (home: string) => string][] = [
    ['a workbook', 's.xlsx: it is an Excel workbook', text('s.xlsx', 'PK\u0003\u0004 xl/workbook.xml')],
    [
      'a log of inspect_ai',
      's.eval: it is a log of inspect_ai',
      text('s.eval', 'PK\u0003\u0004 header.json'),
    ],
    [
      'such a log as JSON',
      's.json: it is a log of inspect_ai',
      text('s.json', '{\n "version": 2,\n "eval": {\n  "eval_id": "5G"}}'),
    ],
    ['one JSON object', 's.json: it is one JSON object', text('s.json', '{\n "scores": []\n}')],
    ['JSON lines by another name', 's.csv: line 1: it is JSON, not CSV', text('s.csv', '{"question": 1}\n')],
    [
      'Parquet by another name',
      's.csv: line 1: it is Parquet, not CSV',
      text('s.csv', parquetOf({ question: ['00000'], value: [1] })),
    ],
    [
      'CSV by another name',
      's.parquet cannot be read as Parquet',
      text('s.parquet', 'question,value\n00000,1\n'),
    ],
    [
      'a column twice',
      's.csv: line 1: the column value is there twice',
      text('s.csv', 'question,value,value\n00000,1,0\n'),
    ],
    [
      'a column twice in Parquet',
      's.parquet: the column value is there twice',
      text('s.parquet', parquetOf({ question: ['00000'], value: [1] }, { value: [0] })),
    ],
    [
      'a field twice',
      's.jsonl: line 1: the field value is there twice',
      text('s.jsonl', '{"question": "00000", "value": 1, "value": 0}\n'),
    ],
    [
      'two names for the sample',
      's.csv: the columns sample and sample_index are the same',
      text('s.csv', 'question,sample,sample_index,value\n00000,0,1,1\n'),
    ],
    [
      'nested Parquet',
      's.parquet has no column question, value; its header is scores',
      (home) => {
        const schema = [
          { name: 'root', num_children: 1 },
          { name: 'scores', repetition_type: 'REQUIRED' as const, num_children: 2 },
          ...['question', 'value'].map((name) => ({
            ...{ name, type: 'BYTE_ARRAY' as const, repetition_type: 'REQUIRED' as const },
            converted_type: 'UTF8' as const,
          })),
        ];
        const data = [{ question: '00000', value: '1' }];
        const columnData = [{ name: 'scores', data }];
        return writeText(home, 's.parquet', Buffer.from(parquetWriteBuffer({ columnData, schema })));
      },
    ],
    [
      'Parquet in a codec that is not read',
      's.parquet: the column question is compressed with LZ4_RAW, which is not read: write it with zstd',
      text('s.parquet', parquetOf({ question: ['00000'], value: [1] }, {}, 'LZ4_RAW')),
    ],
    [
      'Infinity in Parquet',
      'row 1 (question "00000"): "value" must be a number, is Infinity',
      text('s.parquet', parquetOf({ question: ['00000'], value: [Number.POSITIVE_INFINITY] })),
    ],
    [
      'Infinity in JSON lines',
      'line 1 (question "00000"): "value" must be a number, is -Infinity',
      text('s.jsonl', '{"question": "00000", "value": -Infinity}\n'),
    ],
    [
      'Infinity in a JSON array',
      'record 1 (question "00000"): "value" must be a number, is Infinity',
      text('s.json', '[{"question": "00000", "value": Infinity}]'),
    ],
    [
      'Infinity in CSV',
      'line 2 (question "00000"): "value" must be a number, is Infinity',
      text('s.csv', 'question,value\n00000,inf\n'),
    ],
    [
      'UTF-16',
      's.csv: it is UTF-16, not UTF-8',
      text('s.csv', Buffer.from('\ufeffquestion,value\n', 'utf16le')),
    ],
    [
      'a decimal comma',
      '"value" must be a number, is "0,5": write it with a point',
      text('s.csv', 'question;value\n00000;0,5\n'),
    ],
    [
      'an export of something else',
      's.csv: it is an export of a leaderboard',
      text('s.csv', 'rank,is_complete,model\n1,true,m\n'),
    ],
    ['another kind of file', 's.xlsx: the name must end in .csv, .tsv, .jsonl', text('s.xlsx', 'x')],
    ['an empty file', 's.csv is empty', text('s.csv', '')],
    ['a folder', 'A file is needed, not a folder', (home) => home],
    [
      'a column missing',
      's.csv has no column value; its header is question, score',
      text('s.csv', 'question,score\n1,2\n'),
    ],
    [
      'a column missing in Parquet',
      's.parquet has no column value; its header is question',
      text(
        's.parquet',
        Buffer.from(parquetWriteBuffer({ columnData: [{ name: 'question', data: ['1'], type: 'STRING' }] })),
      ),
    ],
    [
      'Parquet cut off',
      's.parquet cannot be read as Parquet',
      text('s.parquet', parquetOf({ question: ['00000'], value: [1] }).subarray(0, 200)),
    ],
    [
      'a cell too many',
      's.csv: line 2: has 3 cells, the header 2',
      text('s.csv', 'question,value\n00000,1,2\n'),
    ],
    ['a quote that never ends', /s\.csv/, text('s.csv', 'question,value\n"00000,1\n')],
    [
      'bytes that are no UTF-8',
      's.csv: line 2: it is not UTF-8',
      text(
        's.csv',
        Buffer.concat([Buffer.from('question,value\n00000'), Buffer.from([0xe9]), Buffer.from(',1\n')]),
      ),
    ],
    ['no question', 'line 1: "question" is missing', lines({ value: 1 })],
    [
      'neither value nor outcome',
      '"value" is missing; give the "outcome"',
      text('s.csv', 'question,value\n00000,nan\n'),
    ],
    [
      'an unknown outcome',
      '"outcome" is LOST, not one of SCORED',
      lines({ ...first, value: null, outcome: 'lost' }),
    ],
    [
      'a value beside another outcome',
      '"outcome" JUDGE_ERROR goes without a "value"',
      lines({ ...first, outcome: 'judge_error' }),
    ],
    [
      'a sample that is no index',
      '"sample" must be a whole number from 0, is -1',
      lines({ ...first, sample: -1 }),
    ],
  ];

  test.for(cases)('%s', async ([, words, make], { home }) => {
    await expect(scoresIn(make(home))).rejects.toThrow(words);
  });
});
