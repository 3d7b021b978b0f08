import { Command } from 'commander';
import type { CommandContext } from './context.ts';
import { Failure } from './failure.ts';
import { table } from './terminal/table.ts';

interface ShownBenchmark {
  slug: string;
  name: string;
  description: string;
  isInstalled: boolean;
  questionCount: number;
  samplesPerQuestion: number;
  slices: { slug: string; name: string; level: 'CATEGORY' | 'DOMAIN' | 'SUBDOMAIN' }[];
  criteria: {
    slug: string;
    name: string;
    category: { slug: string } | null;
    scale: { min: number; max: number };
    higherIsBetter: boolean;
  }[];
  judges: { name: string; revision: string }[];
}

const QUERY = `query ($slug: String!) { benchmark(slug: $slug) {
  slug name description isInstalled questionCount samplesPerQuestion
  slices { slug name level }
  criteria { slug name category { slug } scale { min max } higherIsBetter }
  judges { name revision } }
  benchmarks { slug } }`;

/** `assay benchmark show`: the words that files, rubrics and filters have to use. */
export function showCommand(context: CommandContext): Command {
  return new Command('show')
    .description('one benchmark: its categories, its criteria with their scales, its judges')
    .argument('<slug>', 'for example geneval')
    .option('--json', 'print it as JSON')
    .addHelpText('after', '\nExample:\n  assay benchmark show mmie')
    .action(async (slug: string, { json }: { json?: true }) => {
      const { terminal } = context;
      const { benchmark, benchmarks } = await context
        .client()
        .query<{ benchmark: ShownBenchmark | null; benchmarks: { slug: string }[] }>(QUERY, { slug });
      if (!benchmark) {
        const known = benchmarks.map((one) => one.slug).join(', ');
        throw new Failure(`There is no benchmark "${slug}"; there are ${known}`);
      }
      await terminal.out(
        json ? JSON.stringify(benchmark, null, 2) : linesOf(benchmark, terminal.width).join('\n'),
      );
    });
}

function linesOf(benchmark: ShownBenchmark, width: number): string[] {
  const { name, slug, description, isInstalled, questionCount, samplesPerQuestion } = benchmark;
  const questions = isInstalled ? `${questionCount} questions` : 'no questions installed yet';
  const of = (level: string) => benchmark.slices.filter((slice) => slice.level === level);
  const below = [
    [of('DOMAIN').length, 'domains'] as const,
    [of('SUBDOMAIN').length, 'subdomains'] as const,
  ].filter(([count]) => count > 0);
  const criteria = benchmark.criteria.map((criterion) => [
    criterion.slug,
    criterion.category?.slug ?? 'all',
    `${criterion.scale.min} to ${criterion.scale.max}`,
    criterion.higherIsBetter ? 'more' : 'less',
    criterion.name,
  ]);
  const judges = benchmark.judges.map((judge) => `${judge.name}@${judge.revision.slice(0, 12)}`);
  return [
    `${name} (${slug}): ${questions}, ${samplesPerQuestion === 1 ? 'one answer' : `${samplesPerQuestion} answers`} each`,
    description,
    '',
    `Categories: ${of('CATEGORY')
      .map((slice) => slice.slug)
      .join(', ')}${below.map(([count, what]) => `; ${count} ${what}`).join('')}`,
    `Judges: ${judges.join(', ') || 'none has scored it yet'}`,
    '',
    table(['criterion', 'category', 'scale', 'better', 'name'], criteria, width),
  ];
}
