export interface Aggregate {
  mean: number | null;
  low: number | null;
  high: number | null;
  n: number;
  expected: number;
  aggregation: string;
  outcomes: { outcome: string; count: number }[];
}

export interface LeaderboardRow {
  rank: number | null;
  model: { name: string };
  evaluation: { id: string; status: string };
  score: Aggregate | null;
  categories: { slug: string; score: Aggregate }[];
}

export interface Board {
  benchmark: { name: string };
  judge: { name: string; revision: string } | null;
  mode: string;
  nodes: LeaderboardRow[];
}

/** A column that is there only when the table has room for it. */
interface Column {
  name: string;
  cells: string[];
  align: 'left' | 'right';
}

const GAP = 2;
const NARROWEST_MODEL = 8;

/** The leaderboard as text of at most `width` columns; below about 36 it stops shrinking. */
export function leaderboardTable(board: Board, width: number): string {
  const { nodes } = board;
  if (nodes.length === 0) return `${caption(board)}\n\nNothing has been evaluated yet.`;
  const rank = column(
    '#',
    nodes.map((row) => rankCell(row, nodes)),
    'right',
  );
  const score = column(
    'score',
    nodes.map(({ score }) => scoreCell(score)),
  );
  const model = column(
    'model',
    nodes.map((row) => row.model.name),
  );
  const room = width - widthOf(rank) - widthOf(score) - 2 * GAP;
  const columns = [rank, shortened(model, Math.max(room, NARROWEST_MODEL)), score];
  for (const optional of optionalColumns(nodes)) {
    const total = [...columns, ...optional].reduce((sum, each) => sum + widthOf(each) + GAP, -GAP);
    if (total <= width) columns.push(...optional);
  }
  return [wrapped(caption(board), width), '', lines(columns), ...footnotes(board, width)].join('\n');
}

/** Groups of columns that come or stay away together, the more important first. */
function optionalColumns(nodes: readonly LeaderboardRow[]): Column[][] {
  const counts = nodes.map(({ score }) => (score ? `${score.n}/${score.expected}` : '–'));
  const categories = nodes[0]?.categories ?? [];
  return [
    [column('n/expected', counts, 'right')],
    categories.map(({ slug }) =>
      column(
        slug,
        nodes.map((row) => mean(row.categories.find((category) => category.slug === slug)?.score ?? null)),
        'right',
      ),
    ),
  ];
}

function column(name: string, cells: string[], align: Column['align'] = 'left'): Column {
  return { name, cells, align };
}

const widthOf = ({ name, cells }: Column): number => Math.max(...[name, ...cells].map((cell) => cell.length));

function shortened(original: Column, width: number): Column {
  const fit = (text: string): string => (text.length <= width ? text : `${text.slice(0, width - 1)}…`);
  return { ...original, cells: original.cells.map(fit) };
}

function lines(columns: readonly Column[]): string {
  const pad = (text: string, { align }: Column, width: number): string =>
    align === 'right' ? text.padStart(width) : text.padEnd(width);
  const line = (cellOf: (each: Column) => string): string =>
    columns
      .map((each) => pad(cellOf(each), each, widthOf(each)))
      .join(' '.repeat(GAP))
      .trimEnd();
  const rows = columns[0]?.cells ?? [];
  return [line(({ name }) => name), ...rows.map((_, at) => line(({ cells }) => cells[at] ?? ''))].join('\n');
}

/** Models that share a rank are shown alike, `=1`: the data cannot tell them apart. */
function rankCell({ rank }: LeaderboardRow, nodes: readonly LeaderboardRow[]): string {
  if (rank === null) return '–';
  return nodes.filter((other) => other.rank === rank).length > 1 ? `=${rank}` : String(rank);
}

function mean(aggregate: Aggregate | null): string {
  return aggregate?.mean?.toFixed(3) ?? '–';
}

/** `0.812 [0.78, 0.84]`: the mean and its 95 % interval. */
function scoreCell(aggregate: Aggregate | null): string {
  if (!aggregate || aggregate.mean === null) return '–';
  const { low, high } = aggregate;
  return low === null || high === null
    ? mean(aggregate)
    : `${mean(aggregate)} [${low.toFixed(2)}, ${high.toFixed(2)}]`;
}

function caption({ benchmark, judge, mode, nodes }: Board): string {
  const parts = [benchmark.name];
  if (judge) parts.push(`judge ${judge.name}@${judge.revision.slice(0, 12)}`);
  parts.push(`${mode.toLowerCase()} reading`);
  const aggregation = nodes.find(({ score }) => score)?.score?.aggregation;
  if (aggregation) parts.push(`${aggregation.toLowerCase().replaceAll('_', ' ')}, 95 % interval`);
  return parts.join(' · ');
}

/** Why rows have no rank. */
function footnotes({ nodes }: Board, width: number): string[] {
  const unranked = nodes.filter(({ rank }) => rank === null);
  if (unranked.length === 0) return [];
  return ['', ...unranked.map((row) => wrapped(`– ${row.model.name}: ${whyUnranked(row)}`, width))];
}

function whyUnranked({ score, evaluation }: LeaderboardRow): string {
  if (!score) return 'this benchmark is not one number; name a category or a criterion';
  const holes = score.outcomes
    .filter(({ outcome }) => outcome !== 'SCORED' && outcome !== 'NOT_APPLICABLE')
    .map(({ outcome, count }) => `${count} ${outcome.toLowerCase().replaceAll('_', ' ')}`);
  const have = `${score.n} of ${score.expected} values`;
  const status = evaluation.status.toLowerCase();
  return `no rank while incomplete: ${[have, ...holes, `evaluation ${status}`].join(', ')}`;
}

/** Broken at spaces. */
function wrapped(text: string, width: number): string {
  const broken: string[] = [];
  for (const word of text.split(' ')) {
    const last = broken.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width)
      broken[broken.length - 1] = `${last} ${word}`;
    else broken.push(word);
  }
  return broken.join('\n');
}
