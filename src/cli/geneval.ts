import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline/promises';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { Command } from 'commander';
import { type DecideOptions, decide } from '../benchmarks/geneval/decide.ts';
import { type RecordAsGiven, readDetections, readRecords } from '../benchmarks/geneval/detectionsFile.ts';
import { resultRow } from '../benchmarks/geneval/resultRow.ts';
import type { CommandContext } from './context.ts';
import { parseDecideOptions } from './decideOptions.ts';
import { Failure, UsageFailure } from './failure.ts';

interface Given {
  metadata: string;
  detections: string;
  option?: string[];
}

export function genevalCommand(context: CommandContext): Command {
  return new Command('geneval')
    .description("GenEval's own tools, without a server")
    .addCommand(decideCommand(context));
}

function decideCommand({ terminal }: CommandContext): Command {
  return new Command('decide')
    .description("apply GenEval's decision to anybody's detections")
    .requiredOption(
      '--metadata <file>',
      'prompts in the shape of evaluation_metadata.jsonl; - is standard input',
    )
    .requiredOption('--detections <file>', 'JSON lines of detections; - is standard input')
    .option('--option <name=value...>', 'an option of evaluate_images.py, as often as needed')
    .addHelpText(
      'after',
      `
A line of detections, boxes in pixels, promptIndex counting lines of the metadata from 0:
  {"promptIndex": 179, "filename": "00179/samples/00000.png", "detections":
   [{"class": "clock", "score": 0.93, "box": [10, 20, 200, 180], "color": "red"}]}
"color" is what a colour classifier said; it is read only where the prompt asks for a colour.

Prints the rows of the official results.jsonl. Options and their defaults:
  threshold=0.3  counting_threshold=0.9  max_objects=16  max_overlap=1.0  position_threshold=0.1

Examples:
  assay geneval decide --metadata evaluation_metadata.jsonl --detections seen.jsonl
  detect | assay geneval decide --metadata m.jsonl --detections - --option threshold=0.5`,
    )
    .action(async ({ metadata, detections, option = [] }: Given) => {
      const options = parseDecideOptions(option);
      if (metadata === '-' && detections === '-') {
        throw new UsageFailure('Only one of --metadata and --detections can be standard input (-)');
      }
      const { stdin } = terminal.streams;
      const records = readRecords(await textOf(metadata, stdin), nameOf(metadata));
      for await (const { line, place } of linesOf(detections, stdin)) {
        await terminal.out(decideLine(line, place, records, options));
      }
    });
}

/** One line in, one line out: a row of results.jsonl. */
function decideLine(
  line: string,
  place: string,
  records: readonly RecordAsGiven[],
  options: DecideOptions,
): string {
  const { promptIndex, filename, detections } = readDetections(line, place);
  const record = records[promptIndex];
  if (!record) {
    throw new Failure(
      `${place}: promptIndex: there is no prompt ${promptIndex}; the metadata has 0 to ${records.length - 1}`,
    );
  }
  return JSON.stringify(resultRow(filename, record, decide(record.record, detections, options)));
}

const nameOf = (file: string): string => (file === '-' ? 'standard input' : file);

async function textOf(file: string, stdin: Readable): Promise<string> {
  return file === '-' ? text(stdin) : readFile(file, 'utf8');
}

async function* linesOf(file: string, stdin: Readable): AsyncGenerator<{ line: string; place: string }> {
  const input = file === '-' ? stdin : createReadStream(file, 'utf8');
  const lines = createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY });
  // readline does not pass on the errors of its input: without this a missing file would hang or crash.
  const failed = new Promise<never>((_, reject) => input.once('error', reject));
  failed.catch(() => lines.close());
  let number = 0;
  try {
    for await (const line of lines) {
      number++;
      if (line.trim() !== '') yield { line, place: `${nameOf(file)} line ${number}` };
    }
    if (input.errored) await failed;
  } finally {
    // After an error nobody reads on, and an open standard input would keep the process waiting.
    input.destroy();
  }
}

export { genevalCommand as command };
