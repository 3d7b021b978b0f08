import { Command } from 'commander';
import type { CommandContext } from './context.ts';
import { listCommand, orderOption, shortTime } from './list.ts';

interface RunLine {
  id: string;
  benchmark: { slug: string };
  model: { name: string };
  responseCount: number;
  expectedResponseCount: number;
  createdAt: string;
}

export function runsCommand(context: CommandContext): Command {
  const list = listCommand<RunLine>(context, {
    description: 'the first 100 runs, newest first unless another order is asked for',
    document: `query ($benchmark: String, $model: String, $order: ListOrder) {
      runs(benchmark: $benchmark, model: $model, order: $order, first: 100) {
      nodes { id benchmark { slug } model { name } settings responseCount expectedResponseCount createdAt } } }`,
    variables: ({ benchmark, model, order }) => ({ benchmark, model, order: order?.toUpperCase() }),
    rows: ({ runs }: { runs: { nodes: RunLine[] } }) => runs.nodes,
    columns: {
      benchmark: ({ benchmark }) => benchmark.slug,
      model: ({ model }) => model.name,
      responses: ({ responseCount, expectedResponseCount }) => `${responseCount}/${expectedResponseCount}`,
      made: ({ createdAt }) => shortTime(createdAt),
      run: ({ id }) => id,
    },
    empty: 'No run. Make one: assay import geneval DIR --model NAME',
  })
    .option('--benchmark <slug>', 'only runs of this benchmark')
    .option('--model <name>', 'only runs of this model')
    .addOption(orderOption());
  return new Command('runs').description("models' responses to benchmarks").addCommand(list);
}

export { runsCommand as command };
