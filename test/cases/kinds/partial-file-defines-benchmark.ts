import { join } from 'node:path';
import { expect } from 'vitest';
import { officialFile } from '../../cli/officialFiles.ts';
import { runCli } from '../../cli/runCli.ts';
import { test } from '../../support/fixtures.ts';

interface Row {
  rank: number | null;
  isComplete: boolean;
  model: { name: string };
  score: { n: number; expected: number };
}

export function declare(folder: string): void {
  const prompts = officialFile('geneval/evaluation_metadata.jsonl');
  const program = (url: string) => {
    const assay = (...words: string[]) => runCli(words, { env: { ASSAY_URL: url } });
    const board = async (benchmark: string) => {
      const { out } = await assay('leaderboard', '--benchmark', benchmark, '--json');
      const rows: Row[] = JSON.parse(out);
      return rows
        .toSorted((a, b) => (a.model.name < b.model.name ? -1 : 1))
        .map(({ model, rank, isComplete, score }) => [model.name, rank, isComplete, score.n, score.expected]);
    };
    return { assay, board };
  };

  test('rows of 12 prompts are part of a run, before the prompts are installed and after', async ({
    api,
    client,
    skip,
  }) => {
    skip(prompts.missing !== null, prompts.missing ?? '');
    const { assay, board } = program(api.url);
    const importRows = (name: string, model: string) =>
      assay('import', 'geneval-results', join(folder, name), '--model', model);

    const first = await importRows('first-partial.jsonl', 'A');
    const before = await board('geneval');
    await assay('benchmark', 'install', 'geneval', '--from', prompts.path);
    const after = await board('geneval');
    await importRows('first-partial.jsonl', 'A again');
    await importRows('second-larger.jsonl', 'B');

    expect(first.err).toContain('PARTIAL: 48 of 48 responses scored; a full run has 2212, so it has no rank');
    expect(before).toEqual([['A', null, false, 48, 2212]]);
    expect(after).toEqual(before);
    expect(await board('geneval')).toEqual([
      ['A', null, false, 48, 2212],
      ['A again', null, false, 48, 2212],
      ['B', null, false, expect.any(Number), 2212],
    ]);
    const { runs } = await client.query<{
      runs: { nodes: { expectedResponseCount: number; evaluations: { nodes: { expected: number }[] } }[] };
    }>('{ runs { nodes { expectedResponseCount evaluations { nodes { expected } } } } }');
    for (const { expectedResponseCount, evaluations } of runs.nodes)
      expect(evaluations.nodes).toEqual([{ expected: expectedResponseCount }]);
  });

  test('a first file of five replies does not say how large MMIE is', async ({ api }) => {
    const { assay, board } = program(api.url);
    await assay('import', 'mmie-results', join(folder, 'mmie-first-5.json'), '--model', 'A');
    const alone = await board('mmie');
    await assay('import', 'mmie-results', join(folder, 'mmie-second-9.json'), '--model', 'B');

    expect(alone).toEqual([['A', null, false, 5, 20103]]);
    expect(await board('mmie')).toEqual([...alone, ['B', null, false, 9, 20103]]);
  });
}
