import { AppError } from '../core/errors.ts';

const ESCAPES: Readonly<Record<string, string>> = {
  '\n': '',
  '\\': '\\',
  "'": "'",
  '"': '"',
  n: '\n',
  r: '\r',
  t: '\t',
};

/** The value of a Python string literal between its quotes. Throws INVALID_INPUT for an escape that is not known. */
export function pythonString(body: string): string {
  return body.replaceAll(/\\([\s\S])/g, (_, escaped: string) => {
    const value = ESCAPES[escaped];
    if (value === undefined)
      throw new AppError('INVALID_INPUT', `The escape \\${escaped} in a Python string is not understood`);
    return value;
  });
}

/** The value of the constant `name = '''…'''` (or with double quotes) of a Python file; null when it has none such. */
export function pythonConstant(source: string, name: string): string | null {
  const match = new RegExp(`^${name} *= *('''|""")((?:[^\\\\]|\\\\[\\s\\S])*?)\\1`, 'm').exec(source);
  return match ? pythonString(match[2] as string) : null;
}
