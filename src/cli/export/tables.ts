import { extname } from 'node:path';
import { Command, Option } from 'commander';
import type { CommandContext } from '../context.ts';
import { UsageFailure } from '../failure.ts';
import { bytesUnit, withProgress } from '../terminal/progress.ts';
import { onInterrupt } from '../terminal/terminal.ts';
import { type Downloaded, download } from './download.ts';
import { exportPath, exportSource } from './request.ts';
import { fileSink, streamSink } from './sinks.ts';

export const FORMATS = ['csv', 'jsonl', 'parquet'];

type Filters = Readonly<Record<string, string>>;

const PLACES: Filters = {
  'category <slug>': 'only this category',
  'domain <slug>': 'only this domain',
  'subdomain <slug>': 'only this subdomain',
};
const BENCHMARK: Filters = { 'benchmark <slug>': 'only this benchmark' };
const OWNERS: Filters = { 'evaluation <id>': 'only this evaluation', 'model <name>': 'only this model' };
const JUDGE: Filters = { 'judge <name>': "a judge's newest revision on the benchmark, or name@revision" };
const CRITERION: Filters = { 'criterion <slug>': 'only this criterion' };

/** What each table is, and its filters in the order of the help. */
export const TABLES: Readonly<Record<string, { about: string; filters: Filters }>> = {
  leaderboard: {
    about: 'models ranked on a benchmark or a part of it, with intervals',
    filters: {
      'benchmark <slug>': 'the benchmark',
      ...PLACES,
      'criterion <slug>': "this criterion instead of the benchmark's headline",
      'judge <name>': 'a judge, or name@revision; the one that `assay benchmark judge` tells unless given',
      'mode <mode>': 'which reading ranks: strict or official',
      'missing <policy>': 'what is made of values that are not there: drop, zero or bounds',
      'rank-incomplete': 'rank incomplete evaluations too, by what they have',
    },
  },
  scores: {
    about: 'every score, with the reason where there is no value',
    filters: {
      ...{ ...BENCHMARK, ...OWNERS, ...JUDGE, ...PLACES, ...CRITERION },
      'outcome <outcomes>': 'only these, for example unparseable,out_of_range',
    },
  },
  rollups: {
    about: 'sums by evaluation, slice and criterion',
    filters: { ...BENCHMARK, ...OWNERS, ...JUDGE, ...PLACES, ...CRITERION },
  },
  responses: {
    about: 'what the models answered',
    filters: { ...BENCHMARK, ...OWNERS, ...PLACES },
  },
};

interface Given extends Record<string, string | true | undefined> {
  format?: string;
  output?: string;
  key?: string;
  json?: true;
}

export const tableCommands = (context: CommandContext): Command[] =>
  Object.entries(TABLES).map(([table, { about, filters }]) => {
    const command = new Command(table).description(about);
    for (const [flags, what] of Object.entries(filters)) command.option(`--${flags}`, what);
    return command
      .addOption(
        new Option('--format <format>', 'csv, jsonl or parquet; by the file name unless given').choices(
          FORMATS,
        ),
      )
      .option('-o, --output <file>', 'a file; standard output unless given')
      .option('--key <key>', 'API key; ASSAY_API_KEY unless given')
      .option('--json', 'print what was exported as JSON')
      .action((given: Given) => exportTable(context, table, given));
  });

async function exportTable(
  context: CommandContext,
  table: string,
  { format: asked, output, key, json, ...filters }: Given,
): Promise<void> {
  const { terminal } = context;
  const file = output === '-' ? undefined : output;
  const format = asked ?? formatOf(file);
  if (!file && json) throw new UsageFailure('--json needs -o: the export itself goes to standard output');
  if (!file && format === 'parquet' && terminal.streams.stdout.isTTY)
    throw new UsageFailure('Parquet is not for a terminal; give a file with -o');
  const path = exportPath(table, { format, ...parametersOf(filters) });
  const sink = file ? await fileSink(file, path) : streamSink(terminal.streams.stdout);
  if (file) onInterrupt(terminal, 'The same command again goes on from here.');
  const source = exportSource(context.config(), key);
  try {
    const done = await withProgress(terminal, `${table} ${format}`, bytesUnit, (progress) =>
      download(source, path, sink, { progress }),
    );
    await sink.finish();
    if (file && done) await report(context, { table, format, file, ...done }, json === true);
  } catch (error) {
    await sink.close();
    throw error;
  }
}

type Summary = Downloaded & { table: string; format: string; file: string };

async function report({ terminal }: CommandContext, summary: Summary, json: boolean): Promise<void> {
  const { rows, bytes, file } = summary;
  await terminal.out(json ? JSON.stringify(summary, null, 2) : `${rows} rows, ${bytesUnit(bytes)}: ${file}`);
}

/** By the ending of the name. Throws for an ending that promises another format than any of ours. */
function formatOf(file: string | undefined): string {
  const ending = extname(file ?? '')
    .slice(1)
    .toLowerCase();
  if (ending === '' || FORMATS.includes(ending)) return ending || 'csv';
  throw new UsageFailure(
    `${file}: there is no export as .${ending}; end the name in .${FORMATS.join(', .')}, or say which with --format`,
  );
}

/** `--rank-incomplete` is `rankIncomplete=true`. */
const parametersOf = (filters: Readonly<Record<string, string | true | undefined>>) =>
  Object.fromEntries(Object.entries(filters).map(([name, value]) => [name, value === true ? 'true' : value]));
