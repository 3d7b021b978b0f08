import { expect, test } from 'vitest';
import {
  type Aggregate,
  type Board,
  type LeaderboardRow,
  leaderboardTable,
  type PublishedRow,
} from '../../src/cli/leaderboardTable.ts';

const score = (mean: number | null, n = 240): Aggregate => ({
  mean,
  low: mean === null ? null : mean - 0.03,
  high: mean === null ? null : mean + 0.03,
  n,
  expected: 240,
  aggregation: 'MEAN_OF_CATEGORY_MEANS',
  outcomes: [
    { outcome: 'SCORED', count: n },
    ...(n < 240 ? [{ outcome: 'MISSING_RESPONSE', count: 240 - n }] : []),
  ],
});

const row = (rank: number | null, name: string, aggregate: Aggregate | null): LeaderboardRow => ({
  rank,
  isComplete: rank !== null,
  notComparable: rank === null ? 'still being scored' : null,
  model: { name },
  evaluation: { id: 'RXZhbA', status: rank === null ? 'RUNNING' : 'COMPLETED' },
  score: aggregate,
  categories: ['counting', 'colors'].map((slug) => ({ slug, score: score(0.5) })),
});

const board = (nodes: LeaderboardRow[]): Board => ({
  benchmark: { name: 'GenEval demo' },
  judge: { name: 'demo-detector', revision: '0123456789abcdef' },
  mode: 'STRICT',
  missing: 'DROP',
  nodes,
});

const three = board([
  row(1, 'painter-careful', score(0.812)),
  row(2, 'painter-hasty', score(0.6)),
  row(2, 'painter-tired', score(0.59)),
]);

test('a wide terminal shows rank, model, score, interval, counts and categories', () => {
  expect(leaderboardTable(three, 100)).toBe(
    `GenEval demo · judge demo-detector@0123456789ab · strict reading · mean of category means, 95 %
interval

 #  model            score               n/expected  counting  colors
 1  painter-careful  0.812 [0.78, 0.84]     240/240     0.500   0.500
=2  painter-hasty    0.600 [0.57, 0.63]     240/240     0.500   0.500
=2  painter-tired    0.590 [0.56, 0.62]     240/240     0.500   0.500`,
  );
});

test('at 40 columns the score stays whole and names are shortened', () => {
  const text = leaderboardTable(board([row(1, 'painter-careful-2026', score(0.812))]), 40);

  expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(40);
  expect(text).toContain('1  painter-careful-…  0.812 [0.78, 0.84]');
  expect(text).toContain('No room for n/expected, counting,');
});

test('categories that find no room are named', () => {
  const text = leaderboardTable(three, 64);

  expect(text).toContain(' #  model            score               n/expected  counting');
  expect(text).toContain('No room for colors: widen the terminal, or use --json.');
});

test('a row without a rank is marked and the reason stands below', () => {
  const text = leaderboardTable(board([row(1, 'a', score(0.8)), row(null, 'b', score(0.9, 100))]), 120);

  expect(text).toContain('–  b');
  expect(text).toContain(
    '– b: no rank, not comparable: still being scored (100 of 240 values, evaluation running)',
  );
});

test('a benchmark that must not be one number says so', () => {
  expect(leaderboardTable(board([row(null, 'a', null)]), 120)).toContain(
    '– a: this benchmark is not one number; name a category or a criterion',
  );
});

test('an empty leaderboard says that nothing is there', () => {
  expect(leaderboardTable({ ...board([]), judge: null }, 80)).toBe(
    'GenEval demo · strict reading\n\nNothing has been evaluated yet.',
  );
});

const quoted = (model: string, mean: number | null, note: string | null = null): PublishedRow => ({
  model,
  scorer: 'mask2former',
  mean,
  source: 'README, commit af4902f',
  note,
  categories: [
    { slug: 'counting', mean: 0.44 },
    { slug: 'colors', mean: 0.85 },
  ],
});

test('published rows stand below the measured, marked, with their digits and a footnote for each source', () => {
  const published = [quoted('SD v2.1', 0.5), quoted('SD1.5 + selection', 0.87, 'picked by a verifier')];

  expect(leaderboardTable({ ...board([row(1, 'painter', score(0.812))]), published }, 120)).toBe(
    `GenEval demo · judge demo-detector@0123456789ab · strict reading · mean of category means, 95 % interval

  #  model              score               n/expected  counting  colors
  1  painter            0.812 [0.78, 0.84]     240/240     0.500   0.500
[1]  SD v2.1            0.5                  published      0.44    0.85
[2]  SD1.5 + selection  0.87                 published      0.44    0.85

[1] published, scored by mask2former: README, commit af4902f
[2] published, scored by mask2former: README, commit af4902f (picked by a verifier)`,
  );
});

test('what is published is shown where nothing is evaluated', () => {
  const text = leaderboardTable({ ...board([]), judge: null, published: [quoted('SD v2.1', null)] }, 120);

  expect(text).toContain('Nothing has been evaluated yet.\n\n  #  model');
  expect(text).toContain('[1]  SD v2.1  –       published      0.44    0.85');
});

test('the caption says what became of missing values', () => {
  const caption = (missing: string, mode = 'STRICT') =>
    leaderboardTable({ ...three, missing, mode }, 200).split('\n')[0];

  expect(caption('ZERO')).toContain('missing values count as the worst');
  expect(caption('BOUNDS')).toContain('worst and best with what is missing');
  expect(caption('BOUNDS', 'OFFICIAL')).toContain('95 % interval');
});

test('a complete row that has no interval says why it has no rank', () => {
  const alone = {
    ...row(null, 'a', { ...score(0.9, 1), low: null, high: null, expected: 1 }),
    isComplete: true,
    notComparable: null,
  };

  expect(leaderboardTable(board([alone]), 120)).toContain(
    '– a: no rank: 1 of 1 values are too few to tell models apart',
  );
});

test('a row that is not comparable says what is missing, whether it was ranked all the same or not', () => {
  const partial = {
    ...row(null, 'a', score(0.9, 204)),
    notComparable: '9 questions missing',
    evaluation: { id: 'RXZhbA', status: 'PARTIAL' },
  };

  const [unranked, ranked] = [null, 1].map((rank) => leaderboardTable(board([{ ...partial, rank }]), 120));

  const words = 'not comparable: 9 questions missing (204 of 240 values, evaluation partial)';
  expect(unranked).toContain(`– a: no rank, ${words}`);
  expect(ranked).toContain(`– a: ${words}`);
});
