import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { sql } from 'drizzle-orm';
import { describe, expect, vi } from 'vitest';
import type { Client } from '../../src/cli/client/client.ts';
import { canonicalJson, sha256 } from '../../src/core/canonicalJson.ts';
import type { Config } from '../../src/core/config.ts';
import type { Log } from '../../src/core/log.ts';
import { findFaults } from '../../src/store/doctor.ts';
import type { ChatAnswer } from '../../src/workers/chat.ts';
import { findManifest, manifestNames } from '../../src/workers/installed.ts';
import { remoteDocument, vlmJudgeDocument } from '../../src/workers/judges/document.ts';
import { findMovedReply } from '../../src/workers/judges/golden.ts';
import { installPrompts } from '../../src/workers/judges/install.ts';
import { loadVlmJudge } from '../../src/workers/judges/load.ts';
import { runWorker } from '../../src/workers/main.ts';
import type { JudgeOptions } from '../../src/workers/served.ts';
import { addResponses, anEvaluation, aPicture, aRun, standingOf } from '../support/builders.ts';
import { test } from '../support/fixtures.ts';
import { addQuestions } from '../support/imported.ts';
import { isClosed } from '../support/judging.ts';
import { aChatServer } from './chatServer.ts';
import { fixture, TINY } from './vlm/tiny.ts';

const MODELS = resolve(import.meta.dirname, '../../models');

/** Of the official file's structure, in words of our own. */
const PROMPTS_PY = `SA_SYSTEM_PROMPT = '''Story.'''\nPBL_SYSTEM_PROMPT = '''Method.'''\nMSR_PROMPT = '''Answer.'''\n`;

const installed = (home: string) =>
  installPrompts('mmie-score', PROMPTS_PY, {
    roots: [MODELS],
    into: join(home, 'models'),
    official: sha256(PROMPTS_PY),
  });

describe('prompts that do not come with the program', () => {
  test('are taken from the official file and from no other', async ({ home, config }) => {
    const into = join(home, 'models');

    await expect(installPrompts('mmie-score', PROMPTS_PY, { roots: [MODELS], into })).rejects.toThrow(
      'This is not the official prompts.py',
    );
    await expect(installPrompts('sana-verifier', '', { roots: [MODELS], into })).rejects.toThrow(
      'sana-verifier takes no prompts: only mmie-score and evalalign have published ones',
    );
    await expect(readFile(join(into, 'mmie-score/prompts.json'))).rejects.toThrow('ENOENT');

    expect(await installed(home)).toBe(join(into, 'mmie-score/prompts.json'));
    const { prompts } = await loadVlmJudge('mmie-score', config.modelRoots);
    expect(prompts.criteria).toEqual(['overall']);
  });

  test('that are damaged are said to be', async ({ home, config }) => {
    await writeFile(await installed(home), '{"prompts":{}}');

    await expect(loadVlmJudge('mmie-score', config.modelRoots)).rejects.toThrow(
      /mmie-score\/prompts.json is damaged; run `assay judges install mmie-score --prompts FILE`$/,
    );
  });
});

const PLAIN = { structured: 'none', omit: [], maxTokens: null } as const;

describe('a revision', () => {
  const revisionOf = async (config: Config, choice = {}, model = remoteDocument('m', 'main', PLAIN)) =>
    vlmJudgeDocument(await loadVlmJudge('mmie-score', config.modelRoots, choice), model).revision;

  test('is one for each variant, model, revision of weights and way of asking', async ({ home, config }) => {
    await installed(home);

    const revisions = [
      await revisionOf(config),
      await revisionOf(config, { variant: 'whole-answer' }),
      await revisionOf(config, {}, remoteDocument('other', 'main', PLAIN)),
      await revisionOf(config, {}, remoteDocument('m', 'abc123', PLAIN)),
      await revisionOf(config, {}, remoteDocument('m', 'main', { ...PLAIN, structured: 'guided_choice' })),
      await revisionOf(config, {}, remoteDocument('m', 'main', { ...PLAIN, omit: ['temperature'] })),
      await revisionOf(config, {}, remoteDocument('m', 'main', { ...PLAIN, maxTokens: 4096 })),
    ];

    expect(new Set(revisions).size).toBe(revisions.length);
    expect(await revisionOf(config, { variant: 'as-published' })).toBe(revisions[0]);
  });

  test('of EvalAlign tells words from options', async ({ config }) => {
    const model = remoteDocument('m', 'main', PLAIN);
    const documents = await Promise.all(
      ['text', 'options'].map(async (answer) =>
        vlmJudgeDocument(await loadVlmJudge('evalalign', config.modelRoots, { answer }), model),
      ),
    );

    expect(documents[0]?.revision).not.toBe(documents[1]?.revision);
    expect(documents[0]?.revision).toBe(sha256(canonicalJson(documents[0]?.document)));
  });
});

test('every judge that comes with the program has a manifest that is read', async () => {
  const manifests = await Promise.all(
    (await manifestNames([MODELS])).map((name) => findManifest(name, [MODELS])),
  );

  const judges = manifests.filter(({ kind }) => kind === 'judge').map(({ name }) => name);
  expect(judges).toEqual(
    expect.arrayContaining(['evalalign', 'mmie-criteria', 'mmie-score', 'sana-verifier']),
  );
});

describe('a golden set', () => {
  const golden = {
    tolerance: { probability: 0.01 },
    calls: [
      { name: 'one', messages: [{ role: 'user', content: [{ text: 'Well?' }] }], text: 'fine' },
      {
        name: 'two',
        messages: [{ role: 'user', content: [{ text: 'Well?' }] }],
        options: [
          { value: 1, spellings: ['yes'] },
          { value: 0, spellings: ['no'] },
        ],
        probabilities: [0.8, 0.2],
      },
    ],
  };
  const answers = (text: string, p: number): ChatAnswer[] => [
    { text, probabilities: null, mass: null, error: null },
    { text: 'yes', probabilities: [p, 1 - p], mass: 1, error: null },
  ];
  const model = (text: string, p: number) => ({ ask: async () => answers(text, p), close: async () => {} });

  test('tells what moved', async ({ home }) => {
    await mkdir(join(home, 'judge'));
    await writeFile(join(home, 'judge/golden.json'), JSON.stringify(golden));
    const moved = (text: string, p: number) => findMovedReply(model(text, p), 'judge', [home]);

    expect(await moved('fine', 0.805)).toBeNull();
    expect(await moved('bad', 0.8)).toBe('golden call "one": it says "bad", not "fine"');
    expect(await moved('fine', 0.7)).toBe('golden call "two": option 1 has 0.7000, not 0.8');
    expect(await findMovedReply(model('', 0), 'another', [home])).toBeNull();
  });
});

test('MMIE-Score scores a run as published: truncated replies flagged, drops said', async ({
  client,
  database,
  config,
  home,
  log,
}) => {
  await installed(home);
  const server = await aChatServer(({ body }) => {
    const text = JSON.stringify(body.messages);
    return { text: text.includes('PBL') ? 'I like it' : '### Feedback\nGood.\n### Score (0-6)\n5' };
  });
  await addQuestions(client, 'mmie', [
    { externalId: 'SA_1', slices: ['situational-analysis', 'literature'] },
    { externalId: 'PBL_1', slices: ['project-based-learning', 'art'] },
  ]);
  await using _ = await aWorker(config, log, { judge: 'mmie-score', url: server.url });
  const run = await aRunOf(client, 'mmie', ['SA_1', 'PBL_1'], [{ text: 'A fox.' }]);

  const evaluation = await anEvaluation(client, run, 'mmie-score');
  await vi.waitUntil(() => isClosed(database, evaluation), { timeout: 20_000, interval: 50 });

  const { rows } = await database.db.execute(sql`
    select q.external_id, s.outcome, s.value, s.official_value, p.part
    from scores s join questions q on q.id = s.question_id join replies p on p.response_id = s.response_id order by 1`);
  // The published script reads the 0 of "(0-6)".
  expect(rows).toEqual([
    { external_id: 'PBL_1', outcome: 'UNPARSEABLE', value: null, official_value: null, part: 'overall' },
    { external_id: 'SA_1', outcome: 'SCORED', value: 5, official_value: 0, part: 'overall' },
  ]);
  expect(server.asked[0]?.body).toMatchObject({ max_tokens: 1024, temperature: 0 });
  expect(await findFaults(database.db)).toEqual([]);
});

test('an evaluation closes though some questions are asked nothing, and is refused where all are', async ({
  client,
  database,
  config,
  log,
}) => {
  const server = await aChatServer(() => ({ text: '2' }));
  await addQuestions(client, 'evalalign', [
    { externalId: 'faithfulness/1', slices: ['faithfulness'], criteria: ['body', 'object'] },
    { externalId: 'alignment/675', slices: ['alignment'], criteria: [] },
  ]);
  await using _ = await aWorker(config, log, { judge: 'evalalign', url: server.url });
  const image = await client.putMedia((await aPicture(0, 1)).png, 'image/png');
  const all = await aRunOf(client, 'evalalign', ['faithfulness/1', 'alignment/675'], [{ image }]);
  const nothing = await aRunOf(client, 'evalalign', ['alignment/675'], [{ image }]);

  const evaluation = await anEvaluation(client, all, 'evalalign');
  await vi.waitUntil(() => isClosed(database, evaluation), { timeout: 20_000, interval: 50 });

  expect(await standingOf(client, evaluation)).toEqual({
    status: 'COMPLETED',
    expected: 2,
    responses: 1,
    done: 1,
  });
  const { rows } = await database.db.execute(sql`
    select c.slug, s.outcome, s.value from scores s join criteria c on c.id = s.criterion_id order by 1`);
  expect(rows).toEqual([
    { slug: 'body', outcome: 'SCORED', value: 2 },
    { slug: 'object', outcome: 'SCORED', value: 2 },
  ]);
  await expect(anEvaluation(client, nothing, 'evalalign')).rejects.toThrow(
    'which no question of the run is asked',
  );
  expect(await findFaults(database.db)).toEqual([]);
});

test('any model answers a rubric of one’s own, in this process', async ({
  client,
  database,
  config,
  home,
  log,
}) => {
  await aTinyModel(join(home, 'models'));
  const rubric = join(home, 'rubric.yaml');
  await writeFile(
    rubric,
    `name: my-rubric
criteria:
  - slug: correct
    question: Is it right?
    scale: { min: 0, max: 1 }
    options: [{ value: 1, says: a }, { value: 0, says: b }]
`,
  );
  await using _ = await aWorker(config, log, { judge: 'vlm', rubric, model: 'tiny-vlm' });
  const run = await aRun(client, { painted: true, questions: 3, samples: 2 });

  const evaluation = await anEvaluation(client, run.id, 'my-rubric');
  await vi.waitUntil(() => isClosed(database, evaluation), { timeout: 30_000, interval: 50 });

  const { rows } = await database.db.execute<{ outcome: string; evidence: Record<string, unknown> }>(sql`
    select s.outcome, p.evidence from scores s join replies p using (evaluation_id, response_id)`);
  expect(rows.length).toBe(6);
  // A random model has no opinion: what counts is that its probabilities came through.
  for (const { outcome, evidence } of rows) {
    expect(['SCORED', 'UNPARSEABLE']).toContain(outcome);
    expect(evidence).toMatchObject({ options: [{ value: 1 }, { value: 0 }], mass: expect.any(Number) });
  }
  expect(await findFaults(database.db)).toEqual([]);
});

/** A worker at work in this process. */
async function aWorker(config: Config, log: Log, options: Omit<JudgeOptions, 'device'>) {
  const stopping = new AbortController();
  const ready = Promise.withResolvers<string>();
  const done = runWorker(config, config.databaseUrl as string, log, {
    ...options,
    device: 'cpu',
    stopping: stopping.signal,
    onReady: ready.resolve,
  });
  await Promise.race([ready.promise, done]);
  return {
    async [Symbol.asyncDispose]() {
      stopping.abort();
      await done;
    },
  };
}

/** A run that gives the same content for each question. */
async function aRunOf(
  client: Client,
  benchmark: string,
  questions: readonly string[],
  content: readonly object[],
): Promise<string> {
  const model = { name: `model of ${questions.length}` };
  const { createRun } = await client.query<{ createRun: { run: { id: string } } }>(
    'mutation ($input: CreateRunInput!) { createRun(input: $input) { run { id } } }',
    { input: { benchmark, model, settings: {}, samplesPerQuestion: 1 } },
  );
  const { id } = createRun.run;
  await addResponses(
    client,
    id,
    questions.map((question) => ({ question, content })),
  );
  return id;
}

/** The tiny random model, installed as a person would have it. */
async function aTinyModel(root: string): Promise<void> {
  const folder = join(root, TINY.name);
  await mkdir(folder, { recursive: true });
  const entries = Object.entries(TINY.files).map(async ([key, file]) => {
    const bytes = await readFile(fixture(file.path));
    await copyFile(fixture(file.path), join(folder, file.path));
    return [key, { ...file, sha256: sha256(bytes), bytes: bytes.length }] as const;
  });
  const files = Object.fromEntries(await Promise.all(entries));
  await writeFile(join(folder, 'manifest.json'), JSON.stringify({ ...TINY, files }));
}
