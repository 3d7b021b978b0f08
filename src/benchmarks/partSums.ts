import type { Sums } from './aggregate.ts';
import { OUTCOMES, type Outcome } from './benchmark.ts';

const OF_READING = ['n', 'questions', 'sum', 'squares', 'cross', 'sizes', 'response_cross', 'won'] as const;

/** The numbers of a rollup row that add up, by column, in the order in which `Rollups` has them. */
export const NUMBERS: readonly string[] = [
  'expected',
  'responses',
  'expected_questions',
  'answered_questions',
  'response_sizes',
  ...OUTCOMES.map((outcome) => outcome.toLowerCase()),
  ...OF_READING,
  ...OF_READING.map((name) => `official_${name}`),
];
const WIDTH = NUMBERS.length;

/** The rollup rows of one evaluation: one for each leaf slice and criterion, and one for all criteria pooled. */
export interface Rollups {
  /** Responses per question of a full run. */
  readonly samples: number;
  /** [leaves, criteria + 1]: the row of a leaf and a criterion, or -1; the last criterion is all of them pooled. */
  readonly rowOf: Int32Array;
  /** [rows, `NUMBERS`] */
  readonly numbers: Float64Array;
}

/** A slice by slugs; null below the level at which it lies. */
export interface Leaf {
  readonly category: string;
  readonly domain: string | null;
  readonly subdomain: string | null;
  /** Of its category in the benchmark. */
  readonly position: number;
}

/** What the rows of a benchmark's rollups are about. */
export interface Layout {
  readonly leaves: readonly Leaf[];
  readonly criteria: readonly { readonly slug: string; readonly position: number }[];
}

/** A part of a benchmark, by slugs. */
export interface SlicePath {
  category?: string | null | undefined;
  domain?: string | null | undefined;
  subdomain?: string | null | undefined;
}

/** Which rows to add up, and which of them into one. */
export interface PartsQuery {
  /** Only slices under it. */
  path: SlicePath;
  /** Only this one; null is the row that pools all of them; `each` tells them apart. */
  criterion: { slug: string } | 'each' | null;
  /** Down to which level slices are told apart. */
  level: 'category' | 'domain' | 'subdomain';
}

/** Sums of one part of one evaluation, in both readings. */
export interface PartSums {
  category: string;
  /** Slugs; null unless told apart, and for what lies above that level. */
  domain: string | null;
  subdomain: string | null;
  criterion: string | null;
  strict: Sums;
  official: Sums;
  outcomes: Partial<Record<Outcome, number>>;
  /** Questions that a full run answers, and those that this one has a response to. */
  questions: { expected: number; answered: number };
}

type Place = Omit<PartSums, 'strict' | 'official' | 'outcomes' | 'questions'>;

/** A part that a query tells apart: where its rows are in `Rollups.rowOf`. */
export interface PartCells {
  readonly place: Place;
  readonly cells: readonly number[];
  /** Rows of single criteria: what the responses of a pooled row are asked for. */
  readonly asked: readonly number[];
}

/** The parts that a query asks for, in the order of categories and criteria: worked out once for all evaluations. */
export function partsOf({ leaves, criteria }: Layout, { path, criterion, level }: PartsQuery): PartCells[] {
  const groups = new Map<string, { leaf: Leaf; members: number[] }>();
  for (const [at, leaf] of leaves.entries()) {
    if (!isUnder(leaf, path)) continue;
    const key = placeOfLeaf(leaf, level).join('\n');
    const group = groups.get(key) ?? { leaf, members: [] };
    group.members.push(at);
    groups.set(key, group);
  }
  const told = toldApart(criteria, criterion);
  const each = criteria.map((_, at) => at);
  const columns = criteria.length + 1;
  return [...groups.values()]
    .toSorted((a, b) => a.leaf.position - b.leaf.position)
    .flatMap(({ leaf, members }) => {
      const [category, domain, subdomain] = placeOfLeaf(leaf, level);
      const cellsOf = (ofCriteria: readonly number[]) =>
        members.flatMap((member) => ofCriteria.map((at) => member * columns + at));
      return told.map(({ slug, members: ofCriteria }) => {
        const cells = cellsOf(ofCriteria);
        const asked = criterion === null ? cellsOf(each) : cells;
        return { place: { category, domain, subdomain, criterion: slug }, cells, asked };
      });
    });
}

const placeOfLeaf = ({ category, domain, subdomain }: Leaf, level: PartsQuery['level']) =>
  [category, level === 'category' ? null : domain, level === 'subdomain' ? subdomain : null] as const;

/** Columns of `rowOf` that make a part each, in the order of criteria; of one slug there may be several, by category. */
function toldApart(
  criteria: Layout['criteria'],
  criterion: PartsQuery['criterion'],
): { slug: string | null; members: number[] }[] {
  if (criterion === null) return [{ slug: null, members: [criteria.length] }];
  const all = criteria.map((one, at) => ({ ...one, at })).toSorted((a, b) => a.position - b.position);
  if (criterion === 'each') return all.map(({ slug, at }) => ({ slug, members: [at] }));
  return [{ slug: null, members: all.flatMap(({ slug, at }) => (slug === criterion.slug ? [at] : [])) }];
}

export function isUnder(leaf: Omit<Leaf, 'position'>, path: SlicePath): boolean {
  return (['category', 'domain', 'subdomain'] as const).every(
    (level) => !path[level] || path[level] === leaf[level],
  );
}

/** The numbers of one part while it is added up: making an array for each costs more than adding. */
const own = new Float64Array(WIDTH);

/** Rollup rows added up by part; parts of which there is no row are left out. */
export function addUp({ rowOf, numbers, samples }: Rollups, parts: readonly PartCells[]): PartSums[] {
  const added: PartSums[] = [];
  for (const { place, cells, asked: ofAsked } of parts) {
    let rows = 0;
    for (const cell of cells) {
      const row = rowOf[cell] as number;
      if (row < 0) continue;
      if (rows++ === 0) own.fill(0);
      for (let at = 0; at < WIDTH; at++)
        own[at] = (own[at] as number) + (numbers[row * WIDTH + at] as number);
    }
    if (rows === 0) continue;
    let [asked, notScored, missing] = [0, 0, 0];
    for (const cell of ofAsked) {
      const at = (rowOf[cell] as number) * WIDTH;
      if (at < 0) continue;
      asked += numbers[at + RESPONSES] as number;
      notScored += numbers[at + NOT_SCORED] as number;
      missing += numbers[at + MISSING_RESPONSE] as number;
    }
    // A row that pools criteria counts responses, and what is asked of them is of the criteria.
    own[NOT_SCORED] = notScored;
    own[MISSING_RESPONSE] = missing;
    const { category, domain, subdomain, criterion } = place;
    added.push({
      category,
      domain,
      subdomain,
      criterion,
      strict: sumsOf(STRICT, asked, samples),
      official: sumsOf(OFFICIAL, asked, samples),
      outcomes: outcomesOf(),
      questions: { expected: own[QUESTIONS] as number, answered: own[QUESTIONS + 1] as number },
    });
  }
  return added;
}

const columnOf = (name: string): number => NUMBERS.indexOf(name);
const RESPONSES = columnOf('responses');
const EXPECTED = columnOf('expected');
const QUESTIONS = columnOf('expected_questions');
const NOT_SCORED = columnOf('not_scored');
const MISSING_RESPONSE = columnOf('missing_response');
const RESPONSE_SIZES = columnOf('response_sizes');
const FIRST_OUTCOME = columnOf('scored');
const [STRICT, OFFICIAL] = [columnOf('n'), columnOf('official_n')];

/** One reading, whose numbers begin at `first`. */
function sumsOf(first: number, asked: number, samples: number): Sums {
  return {
    n: own[first] as number,
    clusters: own[first + 1] as number,
    sum: own[first + 2] as number,
    sumS2: own[first + 3] as number,
    sumSn: own[first + 4] as number,
    sumN2: own[first + 5] as number,
    sumSr: own[first + 6] as number,
    won: own[first + 7] as number,
    expected: own[EXPECTED] as number,
    expectedQuestions: own[QUESTIONS] as number,
    responses: own[RESPONSES] as number,
    answeredQuestions: own[QUESTIONS + 1] as number,
    sumR2: own[RESPONSE_SIZES] as number,
    asked,
    samples,
  };
}

function outcomesOf(): PartSums['outcomes'] {
  const outcomes: PartSums['outcomes'] = {};
  for (const [at, outcome] of OUTCOMES.entries()) outcomes[outcome] = own[FIRST_OUTCOME + at] as number;
  return outcomes;
}
