import { Command, Option } from 'commander';
import type { CommandContext } from './context.ts';
import { scoresCommand } from './evaluationScores.ts';
import { Failure } from './failure.ts';
import { listCommand, orderOption, shortTime } from './list.ts';
import { evaluationIdOf, runIdOf, SHORT_IDS } from './named.ts';
import { type JudgeUsage, USAGE_FIELDS, usageText } from './usage.ts';
import { hintWithoutWorker } from './workerHint.ts';

const STATUSES = ['queued', 'running', 'completed', 'partial', 'failed', 'cancelled'];

const FIELDS = `id status reason done expected responses createdAt finishedAt
  judge { name revision } run { id benchmark { slug } model { name } }`;

/** Of a reason, in a table; `show` has it whole. */
const SHOWN = 80;

interface EvaluationLine {
  id: string;
  status: string;
  reason: string | null;
  done: number;
  responses: number;
  createdAt: string;
  judge: { name: string; revision: string };
  run: { benchmark: { slug: string }; model: { name: string } };
}

export function evaluationsCommand(context: CommandContext): Command {
  return new Command('evaluations')
    .description("judges' passes over runs")
    .addCommand(list(context))
    .addCommand(show(context))
    .addCommand(scoresCommand(context))
    .addCommand(start(context))
    .addCommand(cancel(context));
}

function list(context: CommandContext): Command {
  return listCommand<EvaluationLine>(context, {
    description: 'the first 100 evaluations, newest first unless another order is asked for',
    document: `query ($status: EvaluationStatus, $order: ListOrder) { evaluations(status: $status, order: $order, first: 100) { nodes { ${FIELDS} } } }`,
    variables: ({ status, order }) => ({ status: status?.toUpperCase(), order: order?.toUpperCase() }),
    rows: ({ evaluations }: { evaluations: { nodes: EvaluationLine[] } }) => evaluations.nodes,
    columns: {
      benchmark: ({ run }) => run.benchmark.slug,
      model: ({ run }) => run.model.name,
      judge: ({ judge }) => `${judge.name}@${judge.revision.slice(0, 8)}`,
      status: ({ status, reason }) =>
        status === 'FAILED' && reason !== null ? `${status}: ${reason.slice(0, SHOWN)}` : status,
      done: ({ done, responses }) => `${done}/${responses}`,
      queued: ({ createdAt }) => shortTime(createdAt),
      evaluation: ({ id }) => id,
    },
    empty: 'No evaluation. Start one: assay evaluations start RUN JUDGE',
  })
    .addOption(new Option('--status <status>', 'only evaluations in this status').choices(STATUSES))
    .addOption(orderOption());
}

interface EvaluationDetail extends EvaluationLine {
  expected: number;
  startedAt: string | null;
  finishedAt: string | null;
  usage: JudgeUsage | null;
}

function show(context: CommandContext): Command {
  return new Command('show')
    .description('one evaluation: how far it is, why it failed, what its judge took')
    .argument('<evaluation>', 'id of an evaluation, see `assay evaluations list`')
    .option('--json', 'print it as JSON')
    .addHelpText('after', SHORT_IDS)
    .action(async (given: string, { json }: { json?: true }) => {
      const client = context.client();
      const id = await evaluationIdOf(client, given);
      const { node } = await client.query<{ node: EvaluationDetail | Record<string, never> | null }>(
        `query ($id: ID!) { node(id: $id) { ... on Evaluation { ${FIELDS} startedAt ${USAGE_FIELDS} } } }`,
        { id },
      );
      if (!node?.['status'])
        throw new Failure(`There is no evaluation ${id}; see \`assay evaluations list\``);
      const evaluation = node as EvaluationDetail;
      if (json) return context.terminal.out(JSON.stringify(evaluation, null, 2));
      for (const [name, text] of detailOf(evaluation))
        await context.terminal.out(`${name.padEnd(10)} ${text}`);
    });
}

function detailOf(evaluation: EvaluationDetail): [name: string, text: string][] {
  const { run, judge, status, reason, done, responses, expected, usage, createdAt } = evaluation;
  const { startedAt, finishedAt } = evaluation;
  const missing = expected - responses;
  const holes = missing > 0 ? `; a full run has ${expected}` : '';
  return [
    ['benchmark', run.benchmark.slug],
    ['model', run.model.name],
    ['judge', `${judge.name}@${judge.revision.slice(0, 12)}`],
    ['status', status],
    ...(reason === null ? [] : [['why', reason] as [string, string]]),
    ['done', `${done} of ${responses} responses${holes}`],
    ['queued', shortTime(createdAt)],
    ['began', startedAt === null ? '–' : shortTime(startedAt)],
    ['closed', finishedAt === null ? '–' : shortTime(finishedAt)],
    ['usage', usage === null ? '–' : usageText(usage)],
  ];
}

function start(context: CommandContext): Command {
  return new Command('start')
    .description('queue a judge over a run and print the id of the evaluation')
    .argument('<run>', 'id of a run, see `assay runs list`')
    .argument('<judge>', 'name, or name@revision with its first digits')
    .option('--json', 'print the evaluation as JSON')
    .addHelpText('after', SHORT_IDS)
    .action(async (given: string, judge: string, { json }: { json?: true }) => {
      const client = context.client();
      const run = await runIdOf(client, given);
      const { startEvaluation } = await client.query<{
        startEvaluation: { evaluation: EvaluationLine };
      }>(
        `mutation ($input: StartEvaluationInput!) { startEvaluation(input: $input) { evaluation { ${FIELDS} } } }`,
        {
          input: { run, judge },
        },
      );
      const { evaluation } = startEvaluation;
      await context.terminal.out(json ? JSON.stringify(evaluation, null, 2) : evaluation.id);
      if (json) return;
      await hintWithoutWorker(client, context.terminal, evaluation.judge);
      context.terminal.err(`Watch it: assay watch ${evaluation.id}`);
    });
}

function cancel(context: CommandContext): Command {
  return new Command('cancel')
    .description('stop an evaluation; scores already written stay')
    .argument('<evaluation>', 'id of an evaluation, see `assay evaluations list`')
    .option('--json', 'print the evaluation as JSON')
    .addHelpText('after', SHORT_IDS)
    .action(async (given: string, { json }: { json?: true }) => {
      const client = context.client();
      const evaluation = await evaluationIdOf(client, given);
      const { cancelEvaluation } = await client.query<{
        cancelEvaluation: { evaluation: EvaluationLine };
      }>(
        `mutation ($input: CancelEvaluationInput!) { cancelEvaluation(input: $input) { evaluation { ${FIELDS} } } }`,
        {
          input: { evaluation },
        },
      );
      const { status, done, responses } = cancelEvaluation.evaluation;
      if (json) await context.terminal.out(JSON.stringify(cancelEvaluation.evaluation, null, 2));
      else await context.terminal.out(`${status}, ${done} of ${responses} responses scored`);
    });
}

export { evaluationsCommand as command };
