import { expect } from 'vitest';
import { genevalQuestions } from '../../src/benchmarks/geneval/definition.ts';
import type { Client } from '../../src/cli/client/client.ts';
import type { Demo } from '../../src/cli/demo/demo.ts';
import { runDemo } from '../../src/cli/demo/run.ts';
import { demoPrompts } from '../../src/painter/prompts.ts';
import { insertWorker } from '../../src/store/workers.ts';
import { aJudge } from '../support/builders.ts';
import { test } from '../support/fixtures.ts';
import { importEvaluation } from '../support/imported.ts';
import { atWork, scripted } from '../support/judging.ts';

const QUESTIONS = genevalQuestions(demoPrompts()).map(({ externalId }) => externalId);

/** Instead of pictures it has the verdict itself. */
const demo: Demo = {
  benchmark: 'geneval-demo',
  judge: 'demo-detector',
  kind: 'TEXT_TO_IMAGE',
  paint(style) {
    const step = style === 'careful' ? 2 : 5;
    const responses = QUESTIONS.map((question, at) => ({
      ...{ question, sampleIndex: 0 },
      content: [{ text: at % step === 0 ? 'right' : 'wrong' }],
    }));
    return { responses, truth: 1 / step };
  },
};

async function welcomed(client: Client): Promise<string> {
  const lines: string[] = [];
  const out = async (line: string) => void lines.push(line);
  const terminal = { out, err: () => {}, width: 120, live: null, streams: process };
  await runDemo(
    client,
    { terminal, client: () => client, config: () => expect.fail('no config is needed') },
    demo,
  );
  return lines.join('\n');
}

test('the welcome names its judge and has the truth inside its intervals, whatever else is scored', async ({
  client,
  database,
  queue,
  log,
}) => {
  const { revision } = await aJudge(database, 'demo-detector');
  await insertWorker(database.db, { host: 'here', device: 'cpu', judges: [revision], status: 'IDLE' });
  const judge = scripted(revision, ({ content }) =>
    Number(content.some((segment) => 'text' in segment && segment.text === 'right')),
  );
  const worker = atWork(database, queue, judge, log);
  const first = await welcomed(client);
  worker.stop();
  await worker.done;

  const { runs } = await client.query<{ runs: { nodes: { id: string }[] } }>(
    '{ runs(benchmark: "geneval-demo") { nodes { id } } }',
  );
  const wrong = (most: number) =>
    QUESTIONS.slice(0, most).map((question) => ({ question, criterion: 'correct', value: 0 }));
  for (const { id } of runs.nodes) {
    for (const name of ['demo-detector', 'somebody'])
      await importEvaluation(
        client,
        id,
        { name, kind: 'DETECTOR', manifest: { name } },
        { scores: wrong(60) },
      );
    await importEvaluation(client, id, { name: 'raters', kind: 'PEOPLE' }, { scores: wrong(2) });
  }

  expect(first).toContain(`judge demo-detector@${revision.slice(0, 12)}`);
  expect(first).toContain("painter-careful's own truth is 0.500, inside the interval.");
  expect(first).toContain("painter-hasty's own truth is 0.200, inside the interval.");
  expect(await welcomed(client)).toBe(first);
});
