/** What a caller can do something about. Everything else is a bug and reaches clients as INTERNAL. */
export type ErrorCode =
  | 'NOT_FOUND'
  | 'INVALID_INPUT'
  | 'CONFLICT'
  | 'CURSOR_EXPIRED'
  | 'UNAUTHENTICATED'
  | 'TIMEOUT'
  | 'TOO_LARGE'
  | 'UNAVAILABLE';

export class AppError extends Error {
  override readonly name = 'AppError';
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
