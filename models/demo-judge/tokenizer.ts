/**
 * Writes tokenizer.json: `node models/demo-judge/tokenizer.ts`. The vocabulary is every piece of every text that the
 * demo's prompts and answers can have; a plural is its noun and an ending. A text keeps its spaces and line ends.
 */
import { writeFile } from 'node:fs/promises';
import type { Segment } from '../../src/benchmarks/benchmark.ts';
import { COLORS } from '../../src/benchmarks/geneval/names.ts';
import { RELATIONS } from '../../src/benchmarks/geneval/record.ts';
import {
  alignmentQuestions,
  skillAnswer,
  stepText,
  storyAnswer,
  storyContent,
} from '../../src/benchmarks/storyDemo/prompts.ts';
import { GRADES, SKILLS } from '../../src/benchmarks/storyDemo/skills.ts';
import { paintedClasses } from '../../src/painter/drawings.ts';
import { createRandom } from '../../src/painter/random.ts';
import { randomStep } from '../../src/painter/storyRecords.ts';

const SPECIAL = ['<pad>', '<unk>', '<image>', '<|user|>', '<|assistant|>', '<|end|>'];
const PIECE = '\\n| ?[A-Za-z]+| ?[0-9]| ?[^A-Za-z0-9\\s]+| ';

const random = createRandom(1);
const texts = (content: readonly Segment[]) => content.flatMap((part) => ('text' in part ? [part.text] : []));
const steps = Array.from({ length: 4000 }, () => randomStep(random));
const corpus = [
  ...steps.flatMap((record) =>
    alignmentQuestions({ record, picture: { image: '' } }).flatMap(({ content }) => texts(content)),
  ),
  ...steps.map((record, i) => stepText(record, i % 3)),
  ...texts(storyContent([])),
  ...SKILLS.flatMap((skill) => GRADES.map((grade) => skillAnswer(skill, grade))),
  ...(['right', 'nothing', ...SKILLS] as const).map((verdict) => storyAnswer([verdict, verdict, verdict])),
  ...paintedClasses.map((name) => ` ${name}`),
  ...COLORS.map((name) => ` ${name}`),
  ...RELATIONS.map((name) => ` ${name}`),
  ' one two three four five six 0 1 2 3 4 5 6',
  '0123456',
];
const pieces = new Set(corpus.flatMap((text) => text.match(new RegExp(PIECE, 'g')) ?? []));
for (const piece of [...pieces]) {
  // "cats" is " cat" and "##s"; "glasses" " glass" and "##es".
  if (/[a-z]s$/.test(piece) && (pieces.has(piece.slice(0, -1)) || pieces.has(piece.slice(0, -2))))
    pieces.delete(piece);
}
const vocabulary = [...SPECIAL, ...[...pieces].sort(), '@@s', '@@es'];

const file = {
  version: '1.0',
  truncation: null,
  padding: null,
  added_tokens: SPECIAL.map((content, id) => ({
    id,
    content,
    single_word: false,
    lstrip: false,
    rstrip: false,
    normalized: false,
    special: true,
  })),
  normalizer: null,
  pre_tokenizer: { type: 'Split', pattern: { Regex: PIECE }, behavior: 'Isolated', invert: false },
  post_processor: null,
  decoder: {
    type: 'Sequence',
    decoders: [{ type: 'Replace', pattern: { String: '@@' }, content: '' }, { type: 'Fuse' }],
  },
  model: {
    type: 'WordPiece',
    unk_token: '<unk>',
    continuing_subword_prefix: '@@',
    max_input_chars_per_word: 100,
    vocab: Object.fromEntries(vocabulary.map((piece, id) => [piece, id])),
  },
};
await writeFile(new URL('tokenizer.json', import.meta.url), `${JSON.stringify(file, null, 1)}\n`);
console.log(`${vocabulary.length} pieces`);
