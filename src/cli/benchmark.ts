import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Command } from 'commander';
import { PROMPT_FILES } from '../benchmarks/evalalign/files.ts';
import { PROMPTS_FILE, PROMPTS_SHA256, PROMPTS_URL } from '../benchmarks/geneval/published.ts';
import { sha256 } from '../core/canonicalJson.ts';
import { benchmarkJudgeCommand } from './benchmarkJudge.ts';
import { showCommand } from './benchmarkShow.ts';
import type { CommandContext } from './context.ts';
import { Failure } from './failure.ts';
import { type JudgeName, judgeName } from './judgeChoice.ts';
import { listCommand } from './list.ts';

interface BenchmarkLine {
  slug: string;
  name: string;
  isInstalled: boolean;
  questionCount: number;
  samplesPerQuestion: number;
  judge: JudgeName | null;
}

interface Published {
  file: string;
  url: string;
  sha256: string;
}

/** Benchmarks whose questions are published elsewhere; the others come with the server. */
const PUBLISHED: Readonly<Record<string, Published>> = {
  geneval: { file: PROMPTS_FILE, url: PROMPTS_URL, sha256: PROMPTS_SHA256 },
};

/** Benchmarks that are installed from a folder of released files, and where it is found. */
const FOLDERS: Readonly<Record<string, { files: readonly string[]; source: string }>> = {
  evalalign: {
    files: Object.values(PROMPT_FILES),
    source: 'configs/ of https://github.com/SAIS-FUXI/EvalAlign',
  },
};

export function benchmarkCommand(context: CommandContext): Command {
  return new Command('benchmark')
    .description('sets of questions: list them, show one, install them, choose the judge of a board')
    .addCommand(list(context))
    .addCommand(showCommand(context))
    .addCommand(install(context))
    .addCommand(benchmarkJudgeCommand(context));
}

function list(context: CommandContext): Command {
  return listCommand<BenchmarkLine>(context, {
    description: 'benchmarks the API knows',
    document: `{ benchmarks { id slug name isInstalled questionCount samplesPerQuestion questionsDigest
      judge { name revision } judgeChoice } }`,
    rows: ({ benchmarks }: { benchmarks: BenchmarkLine[] }) => benchmarks,
    columns: {
      benchmark: ({ slug }) => slug,
      name: ({ name }) => name,
      installed: ({ isInstalled }) => (isInstalled ? 'yes' : 'no'),
      questions: ({ isInstalled, questionCount }) => (isInstalled ? questionCount : null),
      'samples each': ({ samplesPerQuestion }) => samplesPerQuestion,
      judge: ({ judge }) => judge && judgeName(judge),
    },
    empty: 'The API knows no benchmark.',
  });
}

function install(context: CommandContext): Command {
  return new Command('install')
    .description('install the questions of a benchmark from its published files')
    .argument('<slug>', 'for example geneval')
    .option(
      '--from <source>',
      'file, address or folder with the published files; geneval is downloaded without it',
    )
    .option('--json', 'print what changed as JSON')
    .addHelpText(
      'after',
      `
Only the published content is taken; its sha256 is checked here and by the API. EvalAlign is installed from the
folder with its two prompt files, MMIE with its data file: assay import mmie-dataset FILE.

Examples:
  assay benchmark install geneval
  assay benchmark install geneval --from evaluation_metadata.jsonl
  assay benchmark install evalalign --from EvalAlign/configs
  assay benchmark install geneval-demo`,
    )
    .action(async (slug: string, { from, json }: { from?: string; json?: true }) => {
      const files = await readFiles(slug, from);
      const { installBenchmark } = await context.client().query<{
        installBenchmark: { installed: number; benchmark: Omit<BenchmarkLine, 'judge'> };
      }>(INSTALL, { input: { benchmark: slug, files } });
      const { installed, benchmark } = installBenchmark;
      if (json) return context.terminal.out(JSON.stringify(installBenchmark, null, 2));
      const what = `${benchmark.name}: ${benchmark.questionCount} questions`;
      await context.terminal.out(installed > 0 ? `${what} installed` : `${what} were there already`);
    });
}

const INSTALL = `mutation ($input: InstallBenchmarkInput!) { installBenchmark(input: $input) {
  installed benchmark { slug name isInstalled questionCount samplesPerQuestion questionsDigest } } }`;

async function readFiles(slug: string, from: string | undefined): Promise<{ name: string; text: string }[]> {
  const [published, folder] = [PUBLISHED[slug], FOLDERS[slug]];
  if (published) return [await readPublished(published, from ?? published.url)];
  if (folder) {
    if (from === undefined) {
      const names = folder.files.join(' and ');
      throw new Failure(
        `${slug} is installed from ${names}: give their folder with --from DIR (${folder.source})`,
      );
    }
    return Promise.all(
      folder.files.map(async (name) => ({ name, text: await readFile(join(from, name), 'utf8') })),
    );
  }
  if (from !== undefined) throw new Failure(`${slug} is not installed from a file: leave out --from`);
  return [];
}

/** The published file from a path or an address. Throws for any other content. */
async function readPublished(published: Published, source: string): Promise<{ name: string; text: string }> {
  const bytes = /^https?:\/\//.test(source) ? await downloadFile(source, published) : await readFile(source);
  const got = sha256(bytes);
  if (got !== published.sha256) {
    throw new Failure(
      `${source} is not the published ${published.file}: sha256 expected ${published.sha256}, got ${got}`,
    );
  }
  return { name: published.file, text: bytes.toString('utf8') };
}

async function downloadFile(url: string, { file }: Published): Promise<Buffer> {
  const remedy = `Download ${file} elsewhere and give it with --from FILE.`;
  const response = await fetch(url, { signal: AbortSignal.timeout(60_000) }).catch((error: Error) => {
    const cause = error.cause as NodeJS.ErrnoException | undefined;
    const reason = cause?.code ?? cause?.message ?? error.message;
    throw new Failure(`${url} cannot be reached (${reason}). ${remedy}`, { cause: error });
  });
  if (!response.ok) throw new Failure(`${url} answered ${response.status}. ${remedy}`);
  try {
    return Buffer.from(await response.arrayBuffer());
  } catch (error) {
    throw new Failure(`The download of ${url} broke off. Try again. ${remedy}`, { cause: error });
  }
}

export { benchmarkCommand as command };
