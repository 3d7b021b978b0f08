import { Command, CommanderError } from 'commander';
import packageFile from '../../package.json' with { type: 'json' };
import { describeFailure, UsageFailure } from './failure.ts';
import type { Streams, Terminal } from './terminal/terminal.ts';

/** The program around its commands. */
export function buildProgram(commands: readonly Command[], { streams }: Terminal): Command {
  const program = new Command('assay')
    .description('A results warehouse for multimodal evaluation.')
    .version(packageFile.version)
    .addHelpText(
      'after',
      `
Examples:
  assay benchmark install geneval
  assay import geneval images/ --model my-model --evaluate demo-detector
  assay import mmie-results eval_result.json --model my-model
  assay leaderboard --benchmark geneval

Commands other than start, serve, worker, keys, bi, doctor, models, geneval and completion talk to the API at
ASSAY_URL (default http://localhost:4000).`,
    );
  for (const command of commands) program.addCommand(command);
  settle(program, streams);
  return program;
}

/** Commands are built on their own, so what all of them share is set on each. */
function settle(command: Command, streams: Streams): void {
  const { stdout, stderr } = streams;
  command.configureOutput({
    writeOut: (text) => stdout.write(text),
    writeErr: (text) => stderr.write(text),
    getOutHelpWidth: () => (stdout.isTTY && stdout.columns) || 80,
    getErrHelpWidth: () => (stderr.isTTY && stderr.columns) || 80,
  });
  command.exitOverride().showHelpAfterError(`(see \`${pathOf(command)} --help\`)`);
  command.configureHelp({ minWidthToWrap: 20, ...command.configureHelp() });
  tellUnknownOptionsFirst(command);
  for (const child of command.commands) settle(child, streams);
}

/** commander misses a required `--benchmark` before it sees the `--benchmrk` that was meant to be it. */
function tellUnknownOptionsFirst(command: Command): void {
  const parseOptions = command.parseOptions.bind(command);
  command.parseOptions = (words) => {
    const found = parseOptions(words);
    const isHelp = found.unknown.some((word) => word === '--help' || word === '-h');
    const unknown = found.unknown.find((word) => word.startsWith('-'));
    if (command.commands.length === 0 && unknown && !isHelp)
      (command as unknown as { unknownOption(flag: string): never }).unknownOption(unknown);
    return found;
  };
}

function pathOf(command: Command): string {
  return command.parent ? `${pathOf(command.parent)} ${command.name()}` : command.name();
}

/** Runs a command line and gives its exit code: 0 done, 1 failed, 2 not understood, 3 done but for what it tells. */
export async function runProgram(
  program: Command,
  words: readonly string[],
  terminal: Terminal,
): Promise<number> {
  try {
    await program.parseAsync(words, { from: 'user' });
    return 0;
  } catch (error) {
    if (error instanceof ExitCode) return error.exitCode;
    // commander has printed its message, with the nearest word it knows.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    terminal.err(`error: ${describeFailure(error)}`);
    return error instanceof UsageFailure ? 2 : 1;
  }
}

/** Ends a command that has said what it had to say. */
export class ExitCode extends Error {
  readonly exitCode: number;

  constructor(exitCode: number) {
    super(`exit code ${exitCode}`);
    this.exitCode = exitCode;
  }
}
