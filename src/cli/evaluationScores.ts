import { Command, InvalidArgumentError, Option } from 'commander';
import type { Variables } from './client/answer.ts';
import type { CommandContext } from './context.ts';
import { Failure, UsageFailure } from './failure.ts';
import { printRows } from './list.ts';
import { evaluationIdOf, SHORT_IDS } from './named.ts';
import { shortened } from './terminal/text.ts';

const DOCUMENT = `query ($id: ID!, $order: ScoreOrder, $category: String, $domain: String, $subdomain: String,
  $criterion: String, $outcome: [Outcome!], $first: Int, $after: String) {
  node(id: $id) { ... on Evaluation {
    scores(order: $order, category: $category, domain: $domain, subdomain: $subdomain, criterion: $criterion,
      outcome: $outcome, first: $first, after: $after) {
      pageInfo { hasNextPage endCursor }
      nodes { outcome value officialValue reason criterion { slug } response { id sampleIndex question { externalId } } }
    } } } }`;

interface ScoreLine {
  outcome: string;
  value: number | null;
  officialValue: number | null;
  reason: string | null;
  criterion: { slug: string };
  response: { id: string; sampleIndex: number; question: { externalId: string } };
}

interface Answer {
  node: {
    scores?: { pageInfo: { hasNextPage: boolean; endCursor: string | null }; nodes: ScoreLine[] };
  } | null;
}

/** Rows of one answer of the API. */
const PAGE = 100;
/** Of a reason, in a table. */
const REASON = 48;

const ORDERS: Readonly<Record<string, string>> = {
  question: 'QUESTION',
  worst: 'WORST_FIRST',
  best: 'BEST_FIRST',
};

interface Given extends Record<string, unknown> {
  order?: string;
  first?: number;
  worst?: number;
  best?: number;
  outcome?: string;
  json?: true;
}

export function scoresCommand(context: CommandContext): Command {
  return new Command('scores')
    .description('the scores of an evaluation, also the worst or the best of them')
    .argument('<evaluation>', 'id of an evaluation, see `assay evaluations list`')
    .addOption(
      new Option('--order <order>', 'what comes first; those without a value come last').choices(
        Object.keys(ORDERS),
      ),
    )
    .option('--first <n>', 'how many; 50 unless given', rowCount)
    .option('--worst <n>', 'as --order worst --first <n>', rowCount)
    .option('--best <n>', 'as --order best --first <n>', rowCount)
    .option('--category <slug>', 'only this category')
    .option('--domain <slug>', 'only this domain')
    .option('--subdomain <slug>', 'only this subdomain')
    .option('--criterion <slug>', 'only this criterion')
    .option('--outcome <outcomes>', 'only these, for example unparseable,out_of_range')
    .option('--json', 'print a JSON array')
    .addHelpText('after', SHORT_IDS)
    .action(async (named: string, given: Given) => {
      const { order, most } = wanted(given);
      const client = context.client();
      const id = await evaluationIdOf(client, named);
      const rows: ScoreLine[] = [];
      for (let after: string | null = null; rows.length < most; ) {
        const variables: Variables = {
          ...filtersOf(given),
          id,
          order,
          after,
          first: Math.min(PAGE, most - rows.length),
        };
        const { node }: Answer = await client.query<Answer>(DOCUMENT, variables);
        if (!node?.scores) throw new Failure(`There is no evaluation ${id}; see \`assay evaluations list\``);
        rows.push(...node.scores.nodes);
        if (!node.scores.pageInfo.hasNextPage) break;
        after = node.scores.pageInfo.endCursor;
      }
      await printRows(context, LISTING, rows, given.json === true);
    });
}

function wanted({ order, first, worst, best }: Given): { order: string; most: number } {
  if (worst !== undefined && best !== undefined)
    throw new UsageFailure('--worst and --best exclude each other');
  const most = worst ?? best;
  if (most === undefined) return { order: ORDERS[order ?? 'question'] ?? 'QUESTION', most: first ?? 50 };
  if (order !== undefined || first !== undefined) {
    throw new UsageFailure(
      `--${worst === undefined ? 'best' : 'worst'} says the order and how many; leave --order and --first out`,
    );
  }
  return { order: worst === undefined ? 'BEST_FIRST' : 'WORST_FIRST', most };
}

const filtersOf = ({ category, domain, subdomain, criterion, outcome }: Given) => ({
  ...{ category, domain, subdomain, criterion },
  outcome: outcome?.toUpperCase().split(','),
});

function rowCount(text: string): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= 1 && number <= 1_000_000) return number;
  throw new InvalidArgumentError('It must be a whole number from 1 to 1000000.');
}

const LISTING = {
  columns: {
    question: ({ response }: ScoreLine) => response.question.externalId,
    sample: ({ response }: ScoreLine) => response.sampleIndex,
    criterion: ({ criterion }: ScoreLine) => criterion.slug,
    score: ({ value, outcome }: ScoreLine) => value ?? outcome,
    reason: ({ reason }: ScoreLine) => reason && shortened(reason, REASON),
  },
  empty: 'No score fits',
};
