import { Command, Option } from 'commander';
import type { CommandContext } from './context.ts';
import { type Board, leaderboardTable } from './leaderboardTable.ts';

/** Shared with whoever shows a leaderboard. Variables are those of the query field, and what else to ask for. */
export const LEADERBOARD = `query ($benchmark: String!, $category: String, $domain: String, $subdomain: String,
  $criterion: String, $judge: String, $mode: Mode, $missing: MissingPolicy, $rankIncomplete: Boolean, $orderBy: LeaderboardOrder,
  $withCriteria: Boolean = false, $withPublished: Boolean = false) {
  leaderboard(benchmark: $benchmark, category: $category, domain: $domain, subdomain: $subdomain,
    criterion: $criterion, judge: $judge, mode: $mode, missing: $missing, rankIncomplete: $rankIncomplete, orderBy: $orderBy) {
    benchmark { name } judge { name revision } judgeChoice mode missing
    otherJudges { judge { name revision } models more }
    nodes {
      rank isComplete notComparable missingQuestions missingResponses kind model { name }
      evaluation { id status run { id } }
      score { ...Numbers } official { ...Numbers } strict { ...Numbers }
      categories { slug name score { ...Numbers } official { ...Numbers } strict { ...Numbers } }
      criteria @include(if: $withCriteria) {
        slug name category score { ...Numbers } official { ...Numbers } strict { ...Numbers } }
    }
    published @include(if: $withPublished) { model scorer mean source note categories { slug mean } } } }
  fragment Numbers on Aggregate {
    mean percent sum low high percentLow percentHigh n expected aggregation scale { min max } outcomes { outcome count } }`;

interface Given {
  benchmark: string;
  mode?: string;
  missing?: string;
  order?: string;
  rankIncomplete?: true;
  published: boolean;
  json?: true;
}

export function leaderboardCommand({ client, terminal }: CommandContext): Command {
  return new Command('leaderboard')
    .description('models ranked on a benchmark, or on a part of it')
    .requiredOption('--benchmark <slug>', 'for example geneval')
    .option('--category <slug>', 'only this category')
    .option('--domain <slug>', 'only this domain')
    .option('--subdomain <slug>', 'only this subdomain')
    .option('--criterion <slug>', "this criterion instead of the benchmark's headline")
    .option(
      '--judge <name>',
      'a judge, or name@revision; the one that `assay benchmark judge` tells unless given',
    )
    .addOption(
      new Option('--mode <mode>', 'which reading ranks').choices(['official', 'strict']).default('strict'),
    )
    .addOption(
      new Option('--missing <policy>', 'what the strict reading makes of values that are not there')
        .choices(['drop', 'zero', 'bounds'])
        .default('drop'),
    )
    .addOption(
      new Option('--order <order>', 'what comes first')
        .choices(['rank', 'worst', 'model', 'newest'])
        .default('rank'),
    )
    .option('--rank-incomplete', 'rank incomplete evaluations too, by what they have')
    .option('--no-published', 'leave out what papers and pages say')
    .option('--json', 'print the measured rows as a JSON array, with criteria')
    .addHelpText(
      'after',
      `
Equal ranks (=1) mean that the data cannot tell the models apart. Numbers from papers and pages stand below, marked
[1] and so on after their source: they have no rank here. A board is by one judge; what others have is counted below it.

Examples:
  assay leaderboard --benchmark geneval
  assay leaderboard --benchmark geneval --category counting --mode official
  assay leaderboard --benchmark mmie --domain finance --missing bounds
  assay leaderboard --benchmark geneval --json | jq '.[] | [.rank, .model.name, .score.percent]'`,
    )
    .action(async ({ json, mode = 'strict', missing = 'drop', order, published, ...given }: Given) => {
      const variables = {
        ...given,
        mode: mode.toUpperCase(),
        missing: missing.toUpperCase(),
        orderBy: order?.toUpperCase(),
        withCriteria: Boolean(json),
        withPublished: published && !json,
      };
      const { leaderboard } = await client().query<{ leaderboard: Board }>(LEADERBOARD, variables);
      await terminal.out(
        json ? JSON.stringify(leaderboard.nodes, null, 2) : leaderboardTable(leaderboard, terminal.width),
      );
    });
}

export { leaderboardCommand as command };
