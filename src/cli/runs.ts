import { Command } from 'commander';
import type { CommandContext } from './context.ts';
import { listCommand, shortTime } from './list.ts';

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
    description: 'the newest 100 runs',
    document: `query ($benchmark: String, $model: String) { runs(benchmark: $benchmark, model: $model, first: 100) {
      nodes { id benchmark { slug } model { name } settings responseCount expectedResponseCount createdAt } } }`,
    variables: ({ benchmark, model }) => ({ benchmark, model }),
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
    .option('--model <name>', 'only runs of this model');
  return new Command('runs').description("models' responses to benchmarks").addCommand(list);
}

export { runsCommand as command };
