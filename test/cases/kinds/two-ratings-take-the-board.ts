import { expect } from 'vitest';
import { test } from '../../support/fixtures.ts';
import { aTextRun, importEvaluation } from '../../support/imported.ts';

const BOARD =
  '{ leaderboard(benchmark: "story-demo") { judge { name kind } nodes { rank score { mean n expected } } } }';
const QUESTIONS =
  '{ benchmark(slug: "story-demo") { questions(first: 100) { nodes { externalId } } criteria { slug } } }';

/** The input talks to a server by itself; its two ratings are given here. */
export function declare(): void {
  test('two ratings of forty answers leave the board as it was', async ({ client }) => {
    await client.query('mutation { installBenchmark(input: { benchmark: "story-demo" }) { installed } }');
    const { benchmark } = await client.query<{
      benchmark: { questions: { nodes: { externalId: string }[] }; criteria: { slug: string }[] };
    }>(QUESTIONS);
    const questions = benchmark.questions.nodes.map(({ externalId }) => externalId);
    const runs: string[] = [];
    for (const [value, model] of ['painter-hasty', 'painter-careful'].entries()) {
      const run = await aTextRun(client, { benchmark: 'story-demo', model, questions });
      const scores = questions.map((question) => ({ question, criterion: 'overall', value: 3 + value }));
      await importEvaluation(
        client,
        run,
        { name: 'a-judge', kind: 'VLM', criteria: ['overall'] },
        { scores },
      );
      runs.push(run);
    }
    const before = await client.query(BOARD);

    const people = { name: 'people-pilot', kind: 'PEOPLE', manifest: { protocol: 'v1' } };
    const scores = questions
      .slice(0, 2)
      .map((question, at) => ({ question, criterion: 'overall', value: 6 * at }));
    await importEvaluation(client, runs[0] ?? '', people, { scores });

    expect(before).toMatchObject({
      leaderboard: { judge: { name: 'a-judge' }, nodes: [{ score: { mean: 4 } }, { score: { mean: 3 } }] },
    });
    expect(await client.query(BOARD)).toEqual(before);
  });
}
