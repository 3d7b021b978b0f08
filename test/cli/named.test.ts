import { expect } from 'vitest';
import { evaluationIdOf, runIdOf } from '../../src/cli/named.ts';
import { parseGlobalId } from '../../src/core/ids.ts';
import { externalId, installDemo } from '../support/builders.ts';
import { test } from '../support/fixtures.ts';
import { aTextRun, importEvaluation } from '../support/imported.ts';

const QUESTIONS = [externalId(0)];

test('a run or an evaluation is named by its id, by a part of its own, or as the latest', async ({
  client,
}) => {
  await installDemo(client);
  const runs: string[] = [];
  const evaluations: string[] = [];
  for (const model of ['a', 'b', 'a']) {
    const run = await aTextRun(client, {
      ...{ benchmark: 'geneval-demo', model, questions: QUESTIONS, settings: { seed: runs.length } },
    });
    const scores = [{ question: externalId(0), criterion: 'correct', value: 1 }];
    runs.push(run);
    evaluations.push(await importEvaluation(client, run, { name: 'j', criteria: ['correct'] }, { scores }));
  }
  const [first = '', second = '', third = ''] = runs;
  const uuid = parseGlobalId(second)?.id ?? '';

  expect(await runIdOf(client, first)).toBe(first);
  expect(await runIdOf(client, uuid)).toBe(second);
  expect(await runIdOf(client, uuid.slice(-8))).toBe(second);
  expect(await runIdOf(client, second.slice(0, -1))).toBe(second);
  expect(await runIdOf(client, 'latest')).toBe(third);
  expect(await runIdOf(client, 'latest:b')).toBe(second);
  expect(await evaluationIdOf(client, 'latest:a')).toBe(evaluations[2]);
  await expect(runIdOf(client, 'UnVu')).rejects.toThrow(
    /^"UnVu" may be any of 3 runs: \S+ \(a on geneval-demo\), /,
  );
  await expect(runIdOf(client, 'latest:c')).rejects.toThrow(
    'There are no runs of a model "c". See: assay runs list',
  );
  await expect(runIdOf(client, 'ffff-nothing')).rejects.toThrow('No id of the runs begins or ends with');
  await expect(evaluationIdOf(client, 'x')).rejects.toThrow('too short');
  await expect(evaluationIdOf(client, first)).rejects.toThrow('No id of the evaluations');
});
