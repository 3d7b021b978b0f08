import { describe, expect, test } from 'vitest';
import { drawBoard } from '../../web/src/leaderboard/boardDrawing.ts';
import { chosenText } from '../../web/src/leaderboard/chosen.ts';
import { categorySpans, type HeatMap, hasNumbers, heatOf, partOf } from '../../web/src/leaderboard/heat.ts';
import { drawHeat } from '../../web/src/leaderboard/heatDrawing.ts';
import { joinsOf } from '../../web/src/leaderboard/joins.ts';
import { arrange, type Entry, rankText, rowsOf } from '../../web/src/leaderboard/rows.ts';
import { boardCsv, heatCsv } from '../../web/src/leaderboard/tables.ts';

const entry = (model: string, rank: number | null, mean: number | null, settings = {}): Entry => ({
  rank,
  isComplete: rank !== null,
  notComparable: null,
  model: { name: model },
  evaluation: {
    id: `${model} ${JSON.stringify(settings)}`,
    status: 'COMPLETED',
    done: 1,
    responses: 1,
    run: { settings },
  },
  score:
    mean === null
      ? null
      : {
          mean,
          percent: mean * 100,
          low: mean - 0.1,
          high: mean + 0.1,
          percentLow: mean * 100 - 10,
          percentHigh: mean * 100 + 10,
          n: 8,
          expected: 10,
          scale: { min: 0, max: 1 },
        },
});

const ENTRIES = [entry('a', 1, 0.9), entry('B', 2, 0.5), entry('c', 2, 0.4), entry('d', null, null)];

describe('rows', () => {
  const rows = rowsOf(ENTRIES, new Map([['c {}', { n: 8, difference: -0.1, low: -0.2, high: 0 }]]));
  const names = (of: typeof rows) => of.map(({ model }) => model).join('');

  test('say how many share their rank, and draw a bracket around them', () => {
    expect(rows.map(rankText)).toEqual(['1', '2 =', '2 =', '']);
    expect(rows.map((_, index) => joinsOf(rows, index))).toEqual(['', 'start', 'end', '']);
  });

  test('are told apart by settings where one model has several', () => {
    const twice = rowsOf(
      [entry('a', 1, 0.9, { seed: 1 }), entry('a', 2, 0.5, { seed: 2, steps: '20' })],
      new Map(),
    );

    expect(twice.map(({ settings }) => settings)).toEqual(['seed 1', 'seed 2, steps 20']);
    expect(rows.every(({ settings }) => settings === '')).toBe(true);
  });

  test('are sorted, what has no value last either way', () => {
    expect(names(arrange(rows, { sort: 'score' }))).toBe('cBad');
    expect(names(arrange(rows, { sort: 'score', descending: true }))).toBe('aBcd');
    expect(names(arrange(rows, { sort: 'model' }))).toBe('aBcd');
    expect(names(arrange(rows, { sort: 'difference', descending: true }))).toBe('caBd');
    expect(names(arrange(rows, { descending: true }))).toBe('dcBa');
  });

  test('are found by a part of the model’s name in either case', () => {
    expect(names(arrange(rows, { model: ' b' }))).toBe('B');
  });

  test('are saved with their differences only beside a baseline', () => {
    expect(boardCsv(rows.slice(2, 3), true).split('\r\n')[1]).toMatch(
      /^2,c,,true,0\.4,.*,8,10,30,50,-0\.1,-0\.2,0,8$/,
    );
    expect(boardCsv(rows.slice(3), false).split('\r\n')[1]).toBe(',d,,false,,,,,,,,');
  });

  test('are drawn as well-formed SVG, whatever a model is called', () => {
    const ink = { paper: '', surface: '', ink: '', 'ink-soft': '', line: '', accent: '', heat: '' };
    const axes = { score: { min: 0, max: 1 }, difference: { min: -1, max: 1 } };
    const odd = rowsOf([entry('<a> & "b"', 1, 0.5)], new Map());

    const { svg, height } = drawBoard(odd, axes, { title: 'T', below: '' }, ink);

    expect(svg).toContain('>&lt;a> &amp; &quot;b&quot;</text>');
    expect(height).toBe(188);
  });
});

test('on paper the choices of the filters stand in words', () => {
  const benchmark = {
    slices: [{ slug: 'finance', name: 'Finance', level: 'DOMAIN' as const, parent: null }],
    criteria: [{ slug: 'overall', name: 'Overall', category: null }],
  };

  expect(chosenText(benchmark, {})).toBe('Headline · strict reading');
  expect(
    chosenText(benchmark, { domain: 'finance', criterion: 'overall', mode: 'OFFICIAL', missing: 'ZERO' }),
  ).toBe('Finance · Overall · official reading · missing values count as worst');
});

describe('heat maps', () => {
  const numbers = { mean: 0, low: null, high: null, n: 1, expected: 1, percentLow: null, percentHigh: null };
  const matrix = {
    columns: ['x', 'x', 'y'].map((category, at) => ({
      slug: `s${at}`,
      name: `S${at}`,
      category,
      domain: null,
    })),
    rows: ['a', 'b', 'hidden'].map((name, row) => ({
      model: { name },
      evaluation: { id: name, run: { settings: {} } },
      cells: [10, 30, null].map((percent) => ({
        aggregate: percent === null ? null : { ...numbers, percent: percent * (row + 1) },
      })),
    })),
  };

  test('are as warm as a cell is near to the best that is shown, in the order of the board', () => {
    const { rows } = heatOf(matrix, ['b', 'a']);

    expect(rows.map(({ model }) => model)).toEqual(['b', 'a']);
    expect(rows.map(({ cells }) => cells.map(({ warmth }) => warmth))).toEqual([
      [0.2, 1],
      [0, 0.4],
    ]);
  });

  test('leave out columns in which nobody has a number, and tell when none is left', () => {
    const { columns, empty } = heatOf(matrix, ['a']);

    expect([columns.map(({ slug }) => slug), empty]).toEqual([['s0', 's1'], 1]);
    expect(hasNumbers(matrix)).toBe(true);
    const bare = matrix.rows.map((row) => ({ ...row, cells: row.cells.map(() => ({ aggregate: null })) }));
    expect(hasNumbers({ ...matrix, rows: bare })).toBe(false);
    expect(heatOf({ ...matrix, rows: bare }, ['a'])).toMatchObject({ columns: [], empty: 3 });
  });

  test('of many models keep the colours of the others apart when one is far off', () => {
    const names = Array.from({ length: 100 }, (_, at) => `m${at}`);
    const rows = names.map((name, at) => ({
      model: { name },
      evaluation: { id: name, run: { settings: {} } },
      cells: [{ aggregate: { ...numbers, percent: at === 0 ? 0 : 60 + at / 10 } }],
    }));

    const heat = heatOf({ columns: matrix.columns.slice(0, 1), rows }, names);

    const warmth = heat.rows.map(({ cells }) => cells[0]?.warmth ?? null);
    expect([warmth[0], warmth[99]]).toEqual([0, 1]);
    expect(warmth[50]).toBeCloseTo(0.5, 1);
  });

  test('lead from a cell to the answers of its part', () => {
    const column = { slug: 'taxes', name: 'Taxes', category: 'projects', domain: 'finance' };

    expect(partOf({ ...column, slug: 'projects', domain: null }, 'CATEGORY')).toEqual({
      category: 'projects',
    });
    expect(partOf({ ...column, slug: 'finance' }, 'DOMAIN')).toEqual({
      category: 'projects',
      domain: 'finance',
    });
    expect(partOf(column, 'SUBDOMAIN')).toEqual({
      ...{ category: 'projects', domain: 'finance', subdomain: 'taxes' },
    });
    expect(partOf({ ...column, slug: 'style', domain: null }, 'CRITERION')).toEqual({
      ...{ category: 'projects', domain: undefined, criterion: 'style' },
    });
  });

  test('are drawn with room for long names, cut in the middle beyond that', () => {
    const ink = { paper: '', surface: '', ink: '', 'ink-soft': '', line: '', accent: '', heat: '' };
    const draw = (model: string) => {
      const heat: HeatMap = {
        columns: [],
        rows: [{ id: '', model, name: model, settings: '', cells: [] }],
        empty: 0,
      };
      return drawHeat(heat, { title: '', below: '' }, ink);
    };
    const name = 'organisation/a-model-of-some-length-7b';

    expect(draw(name).width).toBeGreaterThan(draw('short').width);
    expect(draw(name).svg).toContain(`>${name}</text>`);
    const long = draw(`a${'-long'.repeat(40)}-name-42`);
    expect(long.width).toBeLessThan(700);
    expect(long.svg).toMatch(/>a-long[^<]*…[^<]*-name-42<\/text>/);
  });

  test('group columns by category, and are saved a line a number', () => {
    expect(categorySpans(matrix.columns)).toEqual([
      { category: 'x', from: 0, width: 2 },
      { category: 'y', from: 2, width: 1 },
    ]);
    expect(
      heatCsv(heatOf(matrix, ['a']))
        .trimEnd()
        .split('\r\n')
        .slice(1),
    ).toEqual(['a,x,,s0,S0,0,,,10,1,1,,', 'a,x,,s1,S1,0,,,30,1,1,,']);
  });
});
