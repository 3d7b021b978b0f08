import { Command, Option } from 'commander';
import { type Comparison, compareTable } from './compareTable.ts';
import type { CommandContext } from './context.ts';
import { evaluationIdOf, SHORT_IDS } from './named.ts';

const COMPARE = `query ($evaluations: [ID!]!, $baseline: ID, $category: String, $domain: String, $subdomain: String,
  $criterion: String, $mode: Mode, $by: Level, $test: PairedTest, $allowDifferentJudges: Boolean) {
  compare(evaluations: $evaluations, baseline: $baseline, category: $category, domain: $domain, subdomain: $subdomain,
    criterion: $criterion, mode: $mode, by: $by, test: $test, allowDifferentJudges: $allowDifferentJudges) {
    benchmark { slug name } mode criterion baseline { ...Compared }
    nodes {
      evaluation { ...Compared } whole { ...Numbers } slices { slice { slug name } difference { ...Numbers } }
      largestDifferences(first: 5) { question { id externalId } baselineValue value difference }
      agreement { n same onlyOne kappa pearson spearman }
    } } }
  fragment Compared on Evaluation { id status judge { name revision } run { id model { name } } }
  fragment Numbers on PairedDifference { n onlyBaseline onlyEvaluation baselineMean mean difference low high
    wins ties losses test pValue adjustedPValue smallestDetectable }`;

interface Given {
  mode: string;
  by: string;
  test?: string;
  baseline?: string;
  json?: true;
}

const upper = (word: string | undefined): string | undefined => word?.toUpperCase().replaceAll('-', '_');

export function compareCommand({ client, terminal }: CommandContext): Command {
  return new Command('compare')
    .description('whether one evaluation is better than another, question by question')
    .argument(
      '<evaluations...>',
      'ids of 2 to 10 evaluations, see `assay evaluations list`; the first is the baseline',
    )
    .option('--baseline <evaluation>', 'compare with this one instead of the first')
    .option('--category <slug>', 'only this category')
    .option('--domain <slug>', 'only this domain')
    .option('--subdomain <slug>', 'only this subdomain')
    .option('--criterion <slug>', "this criterion instead of the benchmark's headline")
    .addOption(new Option('--mode <mode>', 'which reading').choices(['official', 'strict']).default('strict'))
    .addOption(
      new Option('--by <level>', 'show the parts of this level too')
        .choices(['category', 'domain', 'subdomain', 'none'])
        .default('category'),
    )
    .addOption(
      new Option('--test <test>', 'how p is found; chosen by the data unless given').choices([
        'paired-t',
        'wilcoxon',
        'mcnemar',
      ]),
    )
    .option(
      '--allow-different-judges',
      'compare although the judges differ, for example two revisions on one run',
    )
    .option('--json', 'print the comparison as JSON')
    .addHelpText(
      'after',
      `${SHORT_IDS}

Only questions that both answered count, each once. p (Holm) allows for the number of rows shown.

Examples:
  assay compare EVALUATION_A EVALUATION_B
  assay compare latest:model-a latest:model-b
  assay compare EVALUATION_A EVALUATION_B --category counting --json | jq '.nodes[0].whole.pValue'
  assay compare OLD_JUDGE NEW_JUDGE --allow-different-judges`,
    )
    .action(async (evaluations: string[], { json, mode, by, test, ...given }: Given) => {
      const level = by === 'none' ? null : upper(by);
      const asked = client();
      const named = await Promise.all(evaluations.map((id) => evaluationIdOf(asked, id)));
      const baseline = given.baseline && (await evaluationIdOf(asked, given.baseline));
      const variables = {
        ...given,
        baseline,
        evaluations: named,
        mode: upper(mode),
        by: level,
        test: upper(test),
      };
      const { compare } = await asked.query<{ compare: Comparison }>(COMPARE, variables);
      await terminal.out(json ? JSON.stringify(compare, null, 2) : compareTable(compare, terminal.width));
    });
}

export { compareCommand as command };
