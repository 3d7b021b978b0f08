import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'vitest';

/** Small inputs that failed once, a folder each, with what should happen in its `expect.txt`. */
const FOLDER = join(import.meta.dirname, '../../../shared/cases');
const KINDS = join(import.meta.dirname, 'kinds');

/** A file of `kinds/` is called as the folder of its input is, and declares the tests of it. */
interface Kind {
  declare(folder: string): void;
}

if (!existsSync(FOLDER))
  test('inputs that failed once', ({ skip }) => skip(`no ${FOLDER}: they are kept beside the repository`));
else
  for (const { name } of folders()) {
    const file = join(KINDS, `${name}.ts`);
    if (!existsSync(file)) test.todo(name);
    else {
      const { declare }: Kind = await import(file);
      describe(name, () => declare(join(FOLDER, name)));
    }
  }

function folders() {
  return readdirSync(FOLDER, { withFileTypes: true }).filter((entry) => entry.isDirectory());
}
