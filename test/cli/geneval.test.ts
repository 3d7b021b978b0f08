import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { runCli } from './runCli.ts';

const CLOCKS =
  '{"tag": "counting", "include": [{"class": "clock", "count": 2}], "exclude": [{"class": "clock", "count": 3}], "prompt": "a photo of two clocks"}';
const RED_DOG =
  '{"tag": "colors", "include": [{"class": "dog", "count": 1, "color": "red"}], "prompt": "a photo of a red dog", "weight": 1.0}';

const folder = mkdtempSync(join(tmpdir(), 'assay-decide-'));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const metadata = file('metadata.jsonl', `${CLOCKS}\n${RED_DOG}\n`);

const decide = (detections: string, ...words: string[]) =>
  runCli(['geneval', 'decide', '--metadata', metadata, '--detections', '-', ...words], { stdin: detections });

const line = (promptIndex: number, detections: object[]) =>
  `${JSON.stringify({ promptIndex, filename: `0000${promptIndex}/samples/0000.png`, detections })}\n`;

test('a row has the official seven fields in their order, metadata and details as Python writes them', async () => {
  const { code, out } = await decide(
    line(1, [
      { class: 'dog', score: 0.93, box: [10, 20.5, 1e-5, 1e16], color: 'red' },
      { class: 'person', score: 1, box: [0, 0, 1, 1] },
      { class: 'dog', score: 0.3, box: [1, 2, 3, 4], color: null },
    ]),
  );

  expect(code).toBe(0);
  expect(Object.entries(JSON.parse(out))).toEqual([
    ['filename', '00001/samples/0000.png'],
    ['tag', 'colors'],
    ['prompt', 'a photo of a red dog'],
    ['correct', true],
    ['reason', ''],
    ['metadata', RED_DOG],
    ['details', '{"person": [[0.0, 0.0, 1.0, 1.0, 1.0]], "dog": [[10.0, 20.5, 1e-05, 1e+16, 0.93]]}'],
  ]);
});

test('options of the official script change the decision', async () => {
  const clocks = line(
    0,
    [0.95, 0.85].map((score) => ({ class: 'clock', score, box: [0, 0, 9, 9] })),
  );

  const official = await decide(clocks);
  const lower = await decide(clocks, '--option', 'counting_threshold=0.5', '--option', 'max_objects=16');
  const capped = await decide(clocks, '--option', 'counting_threshold=.5', 'max_objects=1');

  expect(JSON.parse(official.out).reason).toBe('expected clock>=2, found 1');
  expect(JSON.parse(lower.out).correct).toBe(true);
  expect(JSON.parse(capped.out).reason).toBe('expected clock>=2, found 1');
});

test.each([
  ['model=x', 'changes how objects and colours are found'],
  ['bgcolor=original', 'changes how objects and colours are found'],
  ['treshold=0.5', 'unknown; there are threshold, counting_threshold'],
  ['threshold=high', '"high" is not a number'],
  ['threshold=', '"" is not a number'],
  ['max_objects=1.5', '"1.5" is not an integer'],
  ['threshold', 'write name=value'],
])('--option %s is refused: %s', async (option, words) => {
  const { code, err } = await decide('', '--option', option);

  expect(code).toBe(2);
  expect(err).toContain(words);
});

test.each([
  ['{"promptIndex": 0', 'not JSON'],
  [line(2, []), 'promptIndex: there is no prompt 2; the metadata has 0 to 1'],
  [line(-1, []), 'promptIndex'],
  [line(0, [{ class: 'clok', score: 1, box: [0, 0, 1, 1] }]), 'detections[0].class: unknown class "clok"'],
  [line(0, [{ class: 'clock', score: '1', box: [0, 0, 1, 1] }]), 'detections[0].score'],
  [line(0, [{ class: 'clock', score: 1, box: [0, 0, 1] }]), 'detections[0].box: must be four numbers'],
  [line(0, [{ class: 'clock', score: 1, box: [0, 0, 1, null] }]), 'detections[0].box[3]'],
  ['{"promptIndex": 0, "detections": []}', 'filename: is missing'],
])('a wrong line is named with its number and field: %s', async (wrong, words) => {
  const { code, out, err } = await decide(`${line(0, [])}\n${wrong}`);

  expect(code).toBe(1);
  expect(err).toContain(`error: standard input line 3: `);
  expect(err).toContain(words);
  expect(out.trim().split('\n')).toHaveLength(1);
});

test('metadata with a class that GenEval does not know is refused, naming the line', async () => {
  const wrong = file('dragon.jsonl', `${CLOCKS}\n${RED_DOG.replace('"dog"', '"dragon"')}\n`);

  const { code, err } = await runCli(['geneval', 'decide', '--metadata', wrong, '--detections', '-'], {
    stdin: '',
  });

  expect(code).toBe(1);
  expect(err).toBe(`error: ${wrong} line 2: include[0].class: unknown class "dragon"\n`);
});

test('a missing file is one line', async () => {
  const nowhere = join(folder, 'nowhere');

  const { code, err } = await runCli(['geneval', 'decide', '--metadata', metadata, '--detections', nowhere]);

  expect(code).toBe(1);
  expect(err).toBe(`error: There is no file or folder ${nowhere}\n`);
});

test('all made-up pictures through files give the published verdicts', async () => {
  const made = gunzipSync(
    readFileSync(new URL('../benchmarks/geneval/fixtures/decisions.jsonl.gz', import.meta.url)),
  );
  const cases = made
    .toString()
    .trimEnd()
    .split('\n')
    .map((text) => JSON.parse(text))
    .filter(({ options }) => Object.keys(options).length === 0);
  const records = file('made.jsonl', cases.map(({ record }) => JSON.stringify(record)).join('\n'));
  const detections = cases.map(({ seen }, promptIndex) =>
    line(
      promptIndex,
      seen.map(([name, score, x1, y1, x2, y2, color]: [string, ...number[]]) => ({
        class: name,
        score,
        box: [x1, y1, x2, y2],
        color,
      })),
    ),
  );

  const { out } = await runCli([
    'geneval',
    'decide',
    '--metadata',
    records,
    '--detections',
    file('made-detections.jsonl', detections.join('')),
  ]);

  const verdicts = out
    .trimEnd()
    .split('\n')
    .map((row) => JSON.parse(row));
  expect(verdicts.map(({ correct, reason }) => ({ correct, reason }))).toEqual(
    cases.map(({ correct, reason }) => ({ correct, reason })),
  );
  expect(verdicts.length).toBeGreaterThan(500);
});
