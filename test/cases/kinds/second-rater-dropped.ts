import { expect } from 'vitest';
import { aRun } from '../../support/builders.ts';
import { test } from '../../support/fixtures.ts';

export function declare(): void {
  test("a second rater's other opinion is refused, and is kept under a judge of its own", async ({
    client,
  }) => {
    const { id } = await aRun(client, { questions: 2 });
    const rate = async (judge: string, value: number) => {
      const { openImport } = await client.query<{ openImport: { evaluation: { id: string } } }>(
        'mutation ($i: OpenImportInput!) { openImport(input: $i) { evaluation { id } } }',
        { i: { run: id, judge: { name: judge, kind: 'PEOPLE' } } },
      );
      const scores = ['00000', '00001'].map((question) => ({ question, criterion: 'correct', value }));
      const { importScores } = await client.query<{ importScores: { added: number } }>(
        'mutation ($i: ImportScoresInput!) { importScores(input: $i) { added } }',
        { i: { evaluation: openImport.evaluation.id, scores } },
      );
      return importScores.added;
    };

    expect(await rate('people', 1)).toBe(2);
    await expect(rate('people', 0)).rejects.toThrow('1 is there, 0 was given');
    expect(await rate('people', 1)).toBe(0);
    expect(await rate('second person', 0)).toBe(2);
  });
}
