import { Failure } from '../failure.ts';
import { ExitCode } from '../program.ts';
import type { Terminal } from '../terminal/terminal.ts';

/** What an import goes on without, to be told in one report at its end. */
export interface Omissions {
  /** What is left out and why, in order. */
  readonly said: string[];
  /** Undefined where the first is to stop the import. */
  readonly omit: Omit | undefined;
  /** Throws where more was left out than `taken`: such a file is of another kind. */
  refuseMost(taken: number, what: string): void;
}

export type Omit = (what: string) => void;

export function openOmissions(isStrict = false): Omissions {
  const said: string[] = [];
  return {
    said,
    omit: isStrict ? undefined : (what) => void said.push(what),
    refuseMost: (taken, what) => {
      const [first] = said;
      if (first === undefined || said.length <= taken) return;
      const total = said.length + taken;
      throw new Failure(
        taken === 0 ? first : `${said.length} of ${total} ${what} cannot be read; the first: ${first}`,
      );
    },
  };
}

/** For a second reading of what was told at the first. */
export const alreadyTold = (): void => undefined;

/** Gives `what` its turn to be left out, or throws the error. */
export function omitOr(omit: Omit | undefined, error: Error): void {
  if (!omit) throw error;
  omit(error.message);
}

const SHOWN = 10;

/** Exit code of an import that is done but for what it tells. */
export const LEFT_OUT = 3;

/** Tells everything that was left out, with the exit code that says so. Call it last. */
export function endWith(
  terminal: Terminal,
  { said }: Pick<Omissions, 'said'>,
  missing: readonly string[] = [],
): void {
  if (said.length > 0) {
    terminal.err(`${said.length} ${said.length === 1 ? 'thing was' : 'things were'} left out:`);
    for (const line of said.slice(0, SHOWN)) terminal.err(`  ${line}`);
    if (said.length > SHOWN) terminal.err(`  and ${said.length - SHOWN} more; --json lists all`);
  }
  if (said.length > 0 || missing.length > 0) throw new ExitCode(LEFT_OUT);
}

/** The first of many, and how many more there are. */
export function someOf(all: readonly string[]): string {
  const more = all.length > SHOWN ? `, and ${all.length - SHOWN} more` : '';
  return `${all.slice(0, SHOWN).join(', ')}${more}`;
}
