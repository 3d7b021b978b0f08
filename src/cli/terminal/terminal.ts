import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { visible, wrapped } from './text.ts';

/**
 * Where a command writes: data to `out`, everything for people to `err`. What would steer a terminal is written as its
 * code on both, which leaves JSON the same.
 */
export interface Terminal {
  /** Resolves when the line is taken, so that a long output does not pile up in memory. */
  out(line: string): Promise<void>;
  err(line: string): void;
  /** Columns of the output; 120 where it is no terminal, so that files do not depend on where they were made. */
  readonly width: number;
  /** Standard error, when a person is looking at it. */
  readonly live: NodeJS.WriteStream | null;
  /** For what is no line of text, such as an export. */
  readonly streams: Streams;
}

/** Where lines and bytes go; of a terminal it knows its width. */
export type Output = Writable & { isTTY?: boolean; columns?: number };

export interface Streams {
  stdin: Readable;
  stdout: Output;
  stderr: Output;
}

export function terminalOn(streams: Streams): Terminal {
  const { stdout, stderr } = streams;
  return {
    out: async (line) => {
      if (!stdout.write(`${visible(line)}\n`)) await once(stdout, 'drain');
    },
    err: (line) => {
      const text = visible(line);
      stderr.write(`${stderr.isTTY ? wrapped(text, stderr.columns || 80) : text}\n`);
    },
    width: stdout.columns || 120,
    live: stderr.isTTY ? (stderr as NodeJS.WriteStream) : null,
    streams,
  };
}

/** `assay … | head` closes our output early. That is no error, and there is nobody left to tell. */
export function leaveQuietlyOnClosedPipe(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
      process.exit(process.exitCode ?? 0);
    });
  }
}

let forgetEarlierHint = (): void => {};

/**
 * From here on Ctrl-C ends the process with 130 and says how to go on. Commands are safe to stop anywhere: what they
 * send is idempotent.
 */
export function onInterrupt(terminal: Terminal, hint: string): void {
  forgetEarlierHint();
  const leave = (code: number) => (): void => {
    terminal.err(`\nInterrupted. ${hint}`);
    process.exit(code);
  };
  const [interrupted, terminated] = [leave(130), leave(143)];
  process.once('SIGINT', interrupted).once('SIGTERM', terminated);
  forgetEarlierHint = () => process.off('SIGINT', interrupted).off('SIGTERM', terminated);
}
