import { Command, Option } from 'commander';
import { type CommandContext, processContext } from './context.ts';
import { type Board, leaderboardTable } from './leaderboardTable.ts';

/** Shared with whoever shows a leaderboard. Variables are those of the query field. */
export const LEADERBOARD = `query ($benchmark: String!, $category: String, $domain: String, $subdomain: String,
  $criterion: String, $judge: String, $mode: Mode, $rankIncomplete: Boolean) {
  leaderboard(benchmark: $benchmark, category: $category, domain: $domain, subdomain: $subdomain,
    criterion: $criterion, judge: $judge, mode: $mode, rankIncomplete: $rankIncomplete) {
    benchmark { name } judge { name revision } mode
    nodes {
      rank model { name } evaluation { id status }
      score { ...Numbers } official { ...Numbers } strict { ...Numbers }
      categories { slug name score { ...Numbers } official { ...Numbers } strict { ...Numbers } }
    } } }
  fragment Numbers on Aggregate {
    mean percent sum low high n expected aggregation scale { min max } outcomes { outcome count } }`;

interface Given {
  benchmark: string;
  mode?: string;
  rankIncomplete?: true;
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
    .option('--judge <name>', 'a judge, or name@revision; that of the newest evaluation unless given')
    .addOption(
      new Option('--mode <mode>', 'which reading ranks').choices(['official', 'strict']).default('strict'),
    )
    .option('--rank-incomplete', 'rank incomplete evaluations too, by what they have')
    .option('--json', 'print the rows as a JSON array')
    .addHelpText(
      'after',
      `
Equal ranks (=1) mean that the data cannot tell the models apart.

Examples:
  assay leaderboard --benchmark geneval
  assay leaderboard --benchmark geneval --category counting --mode official
  assay leaderboard --benchmark geneval --json | jq '.[] | [.rank, .model.name, .score.percent]'`,
    )
    .action(async ({ json, mode = 'strict', ...given }: Given) => {
      const variables = { ...given, mode: mode.toUpperCase() };
      const { leaderboard } = await client().query<{ leaderboard: Board }>(LEADERBOARD, variables);
      await terminal.out(
        json ? JSON.stringify(leaderboard.nodes, null, 2) : leaderboardTable(leaderboard, terminal.width),
      );
    });
}

export const command = leaderboardCommand(processContext);
