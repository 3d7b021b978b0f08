import { Command } from 'commander';
import type { CommandContext } from './context.ts';
import { UsageFailure } from './failure.ts';
import { choiceWords, type JudgeName, judgeName, moreUnder, type OtherJudge } from './judgeChoice.ts';

interface BenchmarkJudge {
  slug: string;
  name: string;
  judge: JudgeName | null;
  judgeChoice: string | null;
}

const FIELDS = 'slug name judge { name revision kind } judgeChoice';

const PIN = `mutation ($input: PinBenchmarkJudgeInput!) { pinBenchmarkJudge(input: $input) { benchmark { ${FIELDS} } } }`;

const BOARD = `query ($benchmark: String!) { leaderboard(benchmark: $benchmark) {
  benchmark { ${FIELDS} } otherJudges { judge { name revision } models more } } }`;

/** Which judge a benchmark's board shows unasked, and why; pins one. */
export function benchmarkJudgeCommand({ client, terminal }: CommandContext): Command {
  return new Command('judge')
    .description('which judge the board of a benchmark shows, and why; pin another')
    .argument('<slug>', 'for example geneval')
    .argument('[judge]', 'the judge to pin: a name, which means its newest revision there, or name@revision')
    .option('--unpin', 'let the rule choose again')
    .option('--json', 'print the benchmark with its judge as JSON')
    .addHelpText(
      'after',
      `
Without a pin a board shows the benchmark's published judge, or else the judge that covers most models, of those that
cover the same the newest. People, and judges that only imported scores name, come after the others.

Examples:
  assay benchmark judge geneval
  assay benchmark judge geneval demo-detector
  assay benchmark judge geneval demo-detector@6d38
  assay benchmark judge geneval --unpin`,
    )
    .action(
      async (slug: string, judge: string | undefined, { unpin, json }: { unpin?: true; json?: true }) => {
        if (unpin && judge !== undefined) throw new UsageFailure('give a judge to pin, or --unpin, not both');
        if (unpin || judge !== undefined) {
          const { pinBenchmarkJudge } = await client().query<{
            pinBenchmarkJudge: { benchmark: BenchmarkJudge };
          }>(PIN, {
            input: { benchmark: slug, judge: judge ?? null },
          });
          const { benchmark } = pinBenchmarkJudge;
          return terminal.out(json ? JSON.stringify(benchmark, null, 2) : shownLine(benchmark));
        }
        const { leaderboard } = await client().query<{
          leaderboard: { benchmark: BenchmarkJudge; otherJudges: OtherJudge[] };
        }>(BOARD, { benchmark: slug });
        const { benchmark, otherJudges } = leaderboard;
        if (json) return terminal.out(JSON.stringify({ ...benchmark, otherJudges }, null, 2));
        await terminal.out([shownLine(benchmark), ...moreUnder(otherJudges)].join('\n'));
      },
    );
}

function shownLine({ name, judge, judgeChoice }: BenchmarkJudge): string {
  if (!judge) return `${name}: nothing has been evaluated yet.`;
  const words = choiceWords(judgeChoice);
  return `${name} shows ${judgeName(judge)}${words && ` (${words})`}`;
}
