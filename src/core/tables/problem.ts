/** What is wrong with a table somebody gave; the message names no line. */
export class TableProblem extends Error {
  override readonly name = 'TableProblem';
  /** Counted from 1; null for the table as a whole. */
  readonly line: number | null;

  constructor(line: number | null, message: string, options?: ErrorOptions) {
    super(message, options);
    this.line = line;
  }
}

/** `line 3: …`, for errors. */
export const placed = ({ line, message }: TableProblem): string =>
  line === null ? message : `line ${line}: ${message}`;
