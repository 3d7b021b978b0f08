import { readFile, writeFile } from 'node:fs/promises';

/** Replaces what stands between `<!-- name -->` and `<!-- end -->` in a text file. */
export async function writeFigures(file: URL, name: string, figures: string): Promise<void> {
  const text = await readFile(file, 'utf8');
  const opening = `<!-- ${name} -->\n`;
  const from = text.indexOf(opening);
  const to = text.indexOf('<!-- end -->', from);
  if (from < 0 || to < 0) throw new Error(`${file.pathname} has no place for ${name}`);
  await writeFile(file, `${text.slice(0, from)}${opening}\n${figures}\n${text.slice(to)}`);
}
