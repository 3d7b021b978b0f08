import cliProgress from 'cli-progress';
import type { Terminal } from './terminal.ts';
import { onOneLine, shortened, visible, widthOf } from './text.ts';

/** How far a long command is. */
export interface Progress {
  /** `note` says more in a few words, such as a rate. */
  update(done: number, total: number, note?: string): void;
  /** A line of text, above the bar where there is one. */
  say(line: string): void;
  /** Of a step that failed the last line is left out: what went wrong is said instead. */
  end(isDone?: boolean): void;
}

/** Without a terminal, so often at most. */
const LINE_EVERY_MS = 5_000;

/** How a count is written. */
export type Unit = (count: number) => string;

export const bytesUnit: Unit = (bytes) =>
  bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;

/** A bar where a person is looking, otherwise a line now and then and one at the end. */
export function openProgress(terminal: Terminal, label: string, unit: Unit = String): Progress {
  return terminal.live ? barProgress(terminal.live, label, unit) : lineProgress(terminal, label, unit);
}

/** Runs a long step with its progress, which ends with it. */
export async function withProgress<T>(
  terminal: Terminal,
  label: string,
  unit: Unit,
  work: (progress: Progress) => Promise<T>,
): Promise<T> {
  const progress = openProgress(terminal, label, unit);
  try {
    const found = await work(progress);
    progress.end();
    return found;
  } catch (error) {
    progress.end(false);
    throw error;
  }
}

function barProgress(stream: NodeJS.WriteStream, label: string, unit: Unit): Progress {
  const bar = new cliProgress.SingleBar({
    stream,
    hideCursor: true,
    // Ctrl-C is the command's own business; the cursor comes back through `restore`.
    gracefulExit: false,
    format: (_options, { value, total }, { note }) =>
      barLine({ label, done: value, total, note, width: stream.columns || 80, unit }),
  });
  const restore = (): void => bar.stop();
  let started = false;
  return {
    update: (done, total, note = '') => {
      if (!started) {
        bar.start(total, done, { note });
        process.once('exit', restore);
        started = true;
      }
      bar.setTotal(total);
      bar.update(done, { note });
    },
    say: (line) => {
      if (!started) return void stream.write(`${visible(line)}\n`);
      stream.cursorTo(0);
      stream.clearLine(0);
      stream.write(`${visible(line)}\n`);
      bar.render();
    },
    end: () => {
      bar.stop();
      process.off('exit', restore);
    },
  };
}

export interface BarLine {
  label: string;
  done: number;
  total: number;
  note?: string | undefined;
  width: number;
  unit?: Unit;
}

/** One line of at most `width` columns: what there is no room for goes: the note, the bar, the label's end. */
export function barLine({ label: given, done, total, note, width, unit = String }: BarLine): string {
  const counts = `${unit(done)}/${unit(total)}`;
  const label = shortened(onOneLine(given), Math.max(12, width - counts.length - 9));
  const fixed = `${label}  ${counts}`;
  const withNote = note ? `${fixed}  ${onOneLine(note)}` : fixed;
  const tail = widthOf(withNote) + 7 <= width ? withNote : fixed;
  const room = Math.min(30, width - widthOf(tail) - 2);
  if (room < 5) return widthOf(tail) < width ? tail : counts;
  const full = total > 0 ? Math.floor(Math.min(done / total, 1) * room) : 0;
  return `${label} ${'█'.repeat(full)}${'░'.repeat(room - full)} ${tail.slice(label.length + 2)}`;
}

function lineProgress(terminal: Terminal, label: string, unit: Unit): Progress {
  let last: string | null = null;
  let saidAt = Date.now();
  let pending: string | null = null;
  const say = (line: string): void => {
    if (line !== last) terminal.err(line);
    last = line;
    pending = null;
    saidAt = Date.now();
  };
  return {
    update: (done, total, note) => {
      pending = `${label} ${unit(done)}/${unit(total)}${note ? ` ${note}` : ''}`;
      if (Date.now() - saidAt >= LINE_EVERY_MS) say(pending);
    },
    say: (line) => terminal.err(line),
    end: (isDone = true) => {
      if (pending && isDone) say(pending);
    },
  };
}
