import { decimal } from '../core/decimal.ts';
import { table } from './terminal/table.ts';
import { wrapped } from './terminal/text.ts';

export interface Difference {
  n: number;
  onlyBaseline: number;
  onlyEvaluation: number;
  baselineMean: number | null;
  mean: number | null;
  difference: number | null;
  low: number | null;
  high: number | null;
  wins: number;
  ties: number;
  losses: number;
  test: string | null;
  pValue: number | null;
  adjustedPValue: number | null;
  smallestDetectable: number | null;
}

export interface Compared {
  run: { model: { name: string } };
  judge: { name: string; revision: string };
}

export interface Comparison {
  benchmark: { name: string };
  mode: string;
  criterion: string | null;
  baseline: Compared;
  nodes: {
    evaluation: Compared;
    whole: Difference | null;
    slices: { slice: { slug: string }; difference: Difference }[];
    largestDifferences: { question: { externalId: string }; baselineValue: number; value: number }[];
    agreement: { n: number; same: number; kappa: number | null; pearson: number | null } | null;
  }[];
}

/** Every evaluation against the baseline: a table of the whole and its slices, and what to make of it. */
export function compareTable(comparison: Comparison, width: number): string {
  const { benchmark, mode, criterion, baseline, nodes } = comparison;
  const parts = [benchmark.name, `${mode.toLowerCase()} reading`, ...(criterion ? [criterion] : [])];
  const blocks = nodes.map((node) => {
    const rows = [
      ...(node.whole ? [['all', ...cells(node.whole)]] : []),
      ...node.slices
        .filter(
          ({ difference: { n, onlyBaseline, onlyEvaluation } }) => n + onlyBaseline + onlyEvaluation > 0,
        )
        .map(({ slice, difference }) => [slice.slug, ...cells(difference)]),
    ];
    return [
      `${named(node.evaluation)} against ${named(baseline)}`,
      '',
      table(COLUMNS, rows, width),
      ...notes(node).map((note) => `\n${wrapped(note, width)}`),
    ].join('\n');
  });
  return [parts.join(' · '), ...blocks].join('\n\n');
}

const COLUMNS = ['part', 'questions', 'baseline', 'mean', 'difference', 'won/equal/lost', 'p', 'p (Holm)'];

function cells(row: Difference): string[] {
  return [
    String(row.n),
    decimals(row.baselineMean),
    decimals(row.mean),
    differenceCell(row),
    `${row.wins}/${row.ties}/${row.losses}`,
    probability(row.pValue),
    probability(row.adjustedPValue),
  ];
}

const named = ({ run, judge }: Compared): string =>
  `${run.model.name} (${judge.name}@${judge.revision.slice(0, 8)})`;

const decimals = (value: number | null): string => (value === null ? '–' : decimal(value));

const signed = (value: number, digits: number): string => {
  const text = decimal(value, digits);
  return text.startsWith('-') ? text : `+${text}`;
};

/** `+0.113 [+0.05, +0.17]`: the difference and its 95 % interval. */
function differenceCell({ difference, low, high }: Difference): string {
  if (difference === null) return '–';
  if (low === null || high === null) return signed(difference, 3);
  return `${signed(difference, 3)} [${signed(low, 2)}, ${signed(high, 2)}]`;
}

function probability(p: number | null): string {
  if (p === null) return '–';
  return p < 0.001 ? '<0.001' : decimal(p);
}

function notes({ whole, largestDifferences, agreement }: Comparison['nodes'][number]): string[] {
  const said: string[] = [];
  if (whole && whole.onlyBaseline + whole.onlyEvaluation > 0) {
    const { onlyBaseline, onlyEvaluation } = whole;
    said.push(
      `Left out: ${onlyBaseline} questions that only the baseline answered, ${onlyEvaluation} that only the other did.`,
    );
  }
  if (whole && whole.smallestDetectable !== null)
    said.push(
      `Questions like these, as many, find a true difference of ${decimals(whole.smallestDetectable)} four times in five.`,
    );
  if (agreement) {
    const { n, same, kappa, pearson } = agreement;
    said.push(
      `The judges agree on ${same} of ${n} values: kappa ${decimals(kappa)}, Pearson ${decimals(pearson)}.`,
    );
  }
  if (largestDifferences.length > 0) {
    const examples = largestDifferences.map(
      ({ question, baselineValue, value }) =>
        `${question.externalId} (${short(baselineValue)} → ${short(value)})`,
    );
    said.push(`Largest differences, by question: ${examples.join(', ')}`);
  }
  return said;
}

const short = (value: number): string => String(Number(decimal(value)));
