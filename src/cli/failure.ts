import { AppError } from '../core/errors.ts';

/** What stops a command and a person can do something about. The message says what is wrong and the remedy. */
export class Failure extends Error {
  override readonly name = 'Failure';
}

/** A command line that makes no sense: exit code 2. */
export class UsageFailure extends Failure {}

/** One line for a person, no stack; a message of ours is complete, anything else is a bug and says so. */
export function describeFailure(error: unknown): string {
  if (error instanceof Failure || error instanceof AppError) return error.message;
  const { code, path, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT' && path) return `There is no file or folder ${path}`;
  if (code === 'EACCES' && path) return `No permission to read ${path}`;
  if (code === 'EISDIR') return `A file is needed, not a folder${path ? `: ${path}` : ''}`;
  if (code === 'ENOTDIR' && path) return `A folder is needed, not a file: ${path}`;
  return message || String(error);
}
