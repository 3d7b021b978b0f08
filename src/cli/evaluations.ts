import { Command, Option } from 'commander';
import { type CommandContext, processContext } from './context.ts';
import { listCommand, shortTime } from './list.ts';
import { hintWithoutWorker } from './workerHint.ts';

const STATUSES = ['queued', 'running', 'completed', 'partial', 'failed', 'cancelled'];

const FIELDS = `id status done expected responses createdAt finishedAt
  judge { name revision } run { id benchmark { slug } model { name } }`;

interface EvaluationLine {
  id: string;
  status: string;
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
    .addCommand(start(context))
    .addCommand(cancel(context));
}

function list(context: CommandContext): Command {
  return listCommand<EvaluationLine>(context, {
    description: 'the newest 100 evaluations',
    document: `query ($status: EvaluationStatus) { evaluations(status: $status, first: 100) { nodes { ${FIELDS} } } }`,
    variables: ({ status }) => ({ status: status?.toUpperCase() }),
    rows: ({ evaluations }: { evaluations: { nodes: EvaluationLine[] } }) => evaluations.nodes,
    columns: {
      benchmark: ({ run }) => run.benchmark.slug,
      model: ({ run }) => run.model.name,
      judge: ({ judge }) => `${judge.name}@${judge.revision.slice(0, 8)}`,
      status: ({ status }) => status,
      done: ({ done, responses }) => `${done}/${responses}`,
      queued: ({ createdAt }) => shortTime(createdAt),
      evaluation: ({ id }) => id,
    },
    empty: 'No evaluation. Start one: assay evaluations start RUN JUDGE',
  }).addOption(new Option('--status <status>', 'only evaluations in this status').choices(STATUSES));
}

function start(context: CommandContext): Command {
  return new Command('start')
    .description('queue a judge over a run and print the id of the evaluation')
    .argument('<run>', 'id of a run, see `assay runs list`')
    .argument('<judge>', 'name, or name@revision with its first digits')
    .option('--json', 'print the evaluation as JSON')
    .action(async (run: string, judge: string, { json }: { json?: true }) => {
      const client = context.client();
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
    .action(async (evaluation: string, { json }: { json?: true }) => {
      const { cancelEvaluation } = await context.client().query<{
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

export const command = evaluationsCommand(processContext);
