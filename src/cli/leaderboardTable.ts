import { decimal } from '../core/decimal.ts';
import { choiceWords, judgeName, moreUnder, type OtherJudge } from './judgeChoice.ts';
import { type Column, column, columnWidth, GAP, lines, narrowed, totalWidth } from './terminal/columns.ts';
import { wrapped } from './terminal/text.ts';

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
  isComplete: boolean;
  /** Why not, in words. */
  notComparable: string | null;
  model: { name: string };
  evaluation: { id: string; status: string };
  score: Aggregate | null;
  categories: { slug: string; score: Aggregate }[];
}

/** What a paper or page says. */
export interface PublishedRow {
  model: string;
  scorer: string;
  mean: number | null;
  source: string;
  note: string | null;
  categories: { slug: string; mean: number }[];
}

export interface Board {
  benchmark: { name: string };
  judge: { name: string; revision: string } | null;
  judgeChoice?: string | null;
  otherJudges?: OtherJudge[];
  mode: string;
  missing: string;
  nodes: LeaderboardRow[];
  published?: PublishedRow[];
}

const NARROWEST_MODEL = 8;

/** One line of the table, measured or published. */
interface Line {
  mark: string;
  model: string;
  score: string;
  counts: string;
  category(slug: string): string;
}

/** The leaderboard as text of at most `width` columns; below about 36 it stops shrinking. */
export function leaderboardTable(board: Board, width: number): string {
  const { nodes, published = [] } = board;
  const sources = [...new Set(published.map(sourceOf))];
  const shown = [
    ...nodes.map((row) => measuredLine(row, nodes)),
    ...published.map((row) => publishedLine(row, sources.indexOf(sourceOf(row)) + 1)),
  ];
  const slugs = (nodes[0] ?? published[0])?.categories.map(({ slug }) => slug) ?? [];
  const { columns, left } = fitting(shown, slugs, width);
  return [
    wrapped(caption(board), width),
    ...(nodes.length === 0 ? ['', 'Nothing has been evaluated yet.'] : []),
    ...(shown.length === 0 ? [] : ['', lines(columns)]),
    ...(shown.length === 0 || left.length === 0
      ? []
      : ['', wrapped(`No room for ${left.join(', ')}: widen the terminal, or use --json.`, width)]),
    ...whyUnranked(board, width),
    ...elsewhere(board, width),
    ...(sources.length === 0 ? [] : ['']),
    ...sources.map((source, index) => wrapped(`[${index + 1}] published, ${source}`, width)),
  ].join('\n');
}

/** As many columns as there is room for, the more important first, and the names of those that found none. */
function fitting(
  shown: readonly Line[],
  slugs: readonly string[],
  width: number,
): { columns: Column[]; left: string[] } {
  const of = (name: string, cell: (line: Line) => string, align: Column['align'] = 'left') =>
    column(name, shown.map(cell), align);
  const mark = of('#', (line) => line.mark, 'right');
  const score = of('score', (line) => line.score);
  const model = of('model', (line) => line.model);
  const room = width - columnWidth(mark) - columnWidth(score) - 2 * GAP;
  const columns = [mark, narrowed(model, Math.max(room, NARROWEST_MODEL)), score];
  const optional = [
    of('n/expected', (line) => line.counts, 'right'),
    ...slugs.map((slug) => of(slug, (line) => line.category(slug), 'right')),
  ];
  const left: string[] = [];
  for (const each of optional) {
    // In their order up to the first that does not fit: a gap in the middle would be overlooked.
    if (left.length === 0 && totalWidth([...columns, each]) <= width) columns.push(each);
    else left.push(each.name);
  }
  return { columns, left };
}

function measuredLine(row: LeaderboardRow, nodes: readonly LeaderboardRow[]): Line {
  const { score, categories } = row;
  return {
    mark: rankCell(row, nodes),
    model: row.model.name,
    score: scoreCell(score),
    counts: score ? `${score.n}/${score.expected}` : '–',
    category: (slug) => mean(categories.find((category) => category.slug === slug)?.score ?? null),
  };
}

/** Published numbers have the digits of their source, and no n. */
function publishedLine({ model, mean, categories }: PublishedRow, source: number): Line {
  return {
    mark: `[${source}]`,
    model,
    score: String(mean ?? '–'),
    counts: 'published',
    category: (slug) => String(categories.find((category) => category.slug === slug)?.mean ?? '–'),
  };
}

const sourceOf = ({ scorer, source, note }: PublishedRow): string =>
  `scored by ${scorer}: ${source}${note ? ` (${note})` : ''}`;

/** Models that share a rank are shown alike, `=1`: the data cannot tell them apart. */
function rankCell({ rank }: LeaderboardRow, nodes: readonly LeaderboardRow[]): string {
  if (rank === null) return '–';
  return nodes.filter((other) => other.rank === rank).length > 1 ? `=${rank}` : String(rank);
}

function mean(aggregate: Aggregate | null): string {
  return aggregate?.mean == null ? '–' : decimal(aggregate.mean);
}

/** `0.812 [0.78, 0.84]`: the mean and its 95 % interval, or what it could be. */
function scoreCell(aggregate: Aggregate | null): string {
  if (!aggregate || aggregate.mean === null) return '–';
  const { low, high } = aggregate;
  return low === null || high === null
    ? mean(aggregate)
    : `${mean(aggregate)} [${decimal(low, 2)}, ${decimal(high, 2)}]`;
}

function caption({ benchmark, judge, judgeChoice, mode, missing, nodes }: Board): string {
  const parts = [benchmark.name];
  const why = choiceWords(judgeChoice);
  if (judge) parts.push(`judge ${judgeName(judge)}${why && ` (${why})`}`);
  parts.push(`${mode.toLowerCase()} reading`);
  const policy = mode === 'STRICT' ? missing : 'DROP';
  if (policy === 'ZERO') parts.push('missing values count as the worst');
  const aggregation = nodes.find(({ score }) => score)?.score?.aggregation;
  if (aggregation) {
    const range = policy === 'BOUNDS' ? 'worst and best with what is missing' : '95 % interval';
    parts.push(`${aggregation.toLowerCase().replaceAll('_', ' ')}, ${range}`);
  }
  return parts.join(' · ');
}

function whyUnranked({ nodes }: Board, width: number): string[] {
  const told = nodes.filter(({ rank, notComparable }) => rank === null || notComparable !== null);
  if (told.length === 0) return [];
  return ['', ...told.map((row) => wrapped(`– ${row.model.name}: ${reason(row)}`, width))];
}

/** What another judge has that this board does not show. */
function elsewhere({ otherJudges = [] }: Board, width: number): string[] {
  const lines = moreUnder(otherJudges);
  if (lines.length === 0) return [];
  return ['', ...lines.map((line) => wrapped(line, width))];
}

function reason({ rank, score, notComparable, evaluation }: LeaderboardRow): string {
  if (!score) return 'this benchmark is not one number; name a category or a criterion';
  const have = `${score.n} of ${score.expected} values`;
  if (notComparable === null) return `no rank: ${have} are too few to tell models apart`;
  const status = evaluation.status.toLowerCase();
  return `${rank === null ? 'no rank, ' : ''}not comparable: ${notComparable} (${have}, evaluation ${status})`;
}
