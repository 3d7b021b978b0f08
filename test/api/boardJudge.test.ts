import { describe, expect } from 'vitest';
import type { RunningApi } from '../../src/api/main.ts';
import type { Client } from '../../src/cli/client/client.ts';
import { post, refusal } from '../support/builders.ts';
import { readJsonl, test } from '../support/exported.ts';
import { addQuestions, aTextRun, importEvaluation } from '../support/imported.ts';
import { connect, untilListening } from '../support/live.ts';

const QUESTIONS = ['q1', 'q2', 'q3', 'q4'];

interface Judged {
  model: string;
  judge: string;
  kind?: string;
  weights?: string;
  criteria?: readonly string[];
  /** Of the four questions. */
  scored?: number;
  /** Replies that the judge failed to give, of those. */
  failed?: number;
}

/** Models of MMIE with a run each, judged elsewhere. */
async function openMmie(client: Client) {
  await addQuestions(
    client,
    'mmie',
    QUESTIONS.map((externalId) => ({ externalId, slices: ['situational-analysis', 'literature'] })),
  );
  const runs = new Map<string, string>();
  return async ({ model, judge, kind = 'VLM', weights = '1', ...rest }: Judged): Promise<string> => {
    const { criteria = ['overall'], scored = QUESTIONS.length, failed = 0 } = rest;
    const run =
      runs.get(model) ?? (await aTextRun(client, { benchmark: 'mmie', model, questions: QUESTIONS }));
    runs.set(model, run);
    const scores = QUESTIONS.slice(0, scored).flatMap((question, at) =>
      criteria.map((criterion) => ({
        ...{ question, criterion },
        ...(at < failed ? { outcome: 'JUDGE_ERROR' } : { value: 1 }),
      })),
    );
    return importEvaluation(client, run, { name: judge, kind, manifest: { weights }, criteria }, { scores });
  };
}

const SHOWN = `judge { name manifest } judgeChoice nodes { model { name } } otherJudges { judge { name } models more }`;

let asked = 0;

/** Never the same text twice, so that no kept answer is given. */
async function shown(api: RunningApi, args = '') {
  const { data, text } = await post(
    api,
    `query asked${asked++} { leaderboard(benchmark: "mmie" ${args}) { ${SHOWN} } }`,
  );
  if (!data) throw new Error(text);
  const { judge, judgeChoice, nodes, otherJudges } = data.leaderboard;
  return {
    judge: judge && `${judge.name} ${judge.manifest.weights}`,
    judgeChoice,
    models: nodes.map(({ model }: { model: { name: string } }) => model.name).toSorted(),
    others: otherJudges.map((other: { judge: { name: string }; models: number; more: number }) => [
      other.judge.name,
      other.models,
      other.more,
    ]),
  };
}

const PIN = `mutation ($judge: String) { pinBenchmarkJudge(input: { benchmark: "mmie", judge: $judge }) {
  benchmark { judge { name } judgeChoice } } }`;

describe('the judge that a board shows unasked', () => {
  test('covers most models; what others have is counted beside it', async ({ api, client }) => {
    const judged = await openMmie(client);
    for (const model of ['amber', 'basalt']) await judged({ model, judge: 'wide' });
    await judged({ model: 'cobalt', judge: 'trial' });
    await judged({ model: 'amber', judge: 'trial' });
    await judged({ model: 'dune', judge: 'narrow' });

    expect(await shown(api)).toEqual({
      judge: 'trial 1',
      judgeChoice: 'MOST_MODELS',
      models: ['amber', 'cobalt'],
      others: [
        ['wide', 2, 1],
        ['narrow', 1, 1],
      ],
    });
    expect(await shown(api, 'judge: "narrow"')).toMatchObject({ judgeChoice: 'ASKED', models: ['dune'] });
  });

  test('stays when another covers less, or is no judge to show by itself', async ({ api, client }) => {
    const judged = await openMmie(client);
    const both = (other: Omit<Judged, 'model'>) => ['amber', 'basalt'].map((model) => ({ model, ...other }));
    const all = (other: Omit<Judged, 'model'>) => [...both(other), { model: 'cobalt', ...other }];
    const later: Record<string, Judged[]> = {
      'fewer models': [{ model: 'amber', judge: 'trial' }],
      'part of each': both({ judge: 'sample', scored: 3 }),
      'all with errors': both({ judge: 'broken', failed: 1 }),
      'other criteria': both({ judge: 'aspects', criteria: ['text-quality'] }),
      'a few by people': [{ model: 'amber', judge: 'raters', kind: 'PEOPLE', scored: 2 }],
      'more by people': all({ judge: 'raters', kind: 'PEOPLE', weights: '2' }),
      'more by name': all({ judge: 'lab', kind: 'IMPORTED' }),
      'two rows by the published name': [{ model: 'amber', judge: 'mmie-score', scored: 2 }],
      'the published judge in trouble': [{ model: 'amber', judge: 'mmie-score', weights: '2', failed: 3 }],
      'the published name by people': all({ judge: 'mmie-score', kind: 'PEOPLE', weights: '3' }),
    };
    for (const one of both({ judge: 'steady' })) await judged(one);

    for (const [what, evaluations] of Object.entries(later)) {
      for (const one of evaluations) await judged(one);

      const { others, ...after } = await shown(api);
      expect
        .soft(after, what)
        .toEqual({ judge: 'steady 1', judgeChoice: 'MOST_MODELS', models: ['amber', 'basalt'] });
      expect.soft(others.map(([name]: [string]) => name)).toContain(evaluations[0]?.judge);
    }
  });

  test('is the newer of two that cover the same, once it covers as much', async ({ api, client }) => {
    const judged = await openMmie(client);
    for (const model of ['amber', 'basalt']) await judged({ model, judge: 'steady' });
    await judged({ model: 'amber', judge: 'steady', weights: '2' });
    expect(await shown(api)).toMatchObject({ judge: 'steady 1' });

    await judged({ model: 'basalt', judge: 'steady', weights: '2' });

    expect(await shown(api)).toMatchObject({ judge: 'steady 2', judgeChoice: 'MOST_MODELS' });
  });

  test('is the published one before others that cover more', async ({ api, client }) => {
    const judged = await openMmie(client);
    for (const model of ['amber', 'basalt']) await judged({ model, judge: 'wide' });

    await judged({ model: 'cobalt', judge: 'mmie-score' });

    expect(await shown(api)).toEqual({
      judge: 'mmie-score 1',
      judgeChoice: 'PUBLISHED',
      models: ['cobalt'],
      others: [['wide', 2, 2]],
    });
  });

  test('is of people, or only named with scores, while there is no other', async ({ api, client }) => {
    const judged = await openMmie(client);
    expect(await shown(api)).toEqual({ judge: null, judgeChoice: null, models: [], others: [] });
    await judged({ model: 'amber', judge: 'raters', kind: 'PEOPLE' });
    expect(await shown(api)).toMatchObject({ judge: 'raters 1', judgeChoice: 'NO_OTHER' });
    await judged({ model: 'amber', judge: 'lab', kind: 'IMPORTED' });
    expect(await shown(api)).toMatchObject({ judge: 'lab 1', judgeChoice: 'NO_OTHER' });

    await judged({ model: 'amber', judge: 'trial', scored: 2 });
    expect(await shown(api)).toMatchObject({ judge: 'lab 1', judgeChoice: 'NO_OTHER' });
    await judged({ model: 'amber', judge: 'trial', weights: '2' });
    expect(await shown(api)).toMatchObject({ judge: 'trial 2', judgeChoice: 'MOST_MODELS' });
  });
});

describe('a pinned judge', () => {
  test('is shown by everything that shows one unasked, until it is unpinned', async ({
    api,
    client,
    database,
    fetchExport,
  }) => {
    const judged = await openMmie(client);
    for (const model of ['amber', 'basalt']) await judged({ model, judge: 'wide' });
    await judged({ model: 'amber', judge: 'narrow' });
    const everywhere = async () => {
      const { data } = await post(
        api,
        `query asked${asked++} { leaderboard(benchmark: "mmie") { judge { name } judgeChoice }
          matrix(benchmark: "mmie", columns: CATEGORY) { judge { name } judgeChoice }
          benchmark(slug: "mmie") { judge { name } judgeChoice judges { name } } }`,
      );
      const file = readJsonl(await (await fetchExport('leaderboard?benchmark=mmie&format=jsonl')).text());
      const { rows } = await database.pool.query(
        `select distinct judge from bi_v1.leaderboard_strict where is_board_judge and is_newest_judge
         union select distinct judge from bi_v1.leaderboard_official where is_board_judge`,
      );
      return {
        choices: new Set([data.leaderboard, data.matrix, data.benchmark].map((each) => each.judgeChoice)),
        judges: new Set([
          ...[data.leaderboard, data.matrix, data.benchmark].map(({ judge }) => judge.name),
          data.benchmark.judges[0].name,
          ...file.map(({ judge }) => judge),
          ...rows.map(({ judge }) => judge),
        ]),
      };
    };
    expect(await everywhere()).toEqual({ choices: new Set(['MOST_MODELS']), judges: new Set(['wide']) });

    const pinned = await post(api, PIN, { judge: 'narrow' });

    expect(pinned.data.pinBenchmarkJudge.benchmark).toEqual({
      judge: { name: 'narrow' },
      judgeChoice: 'PINNED',
    });
    expect(await everywhere()).toEqual({ choices: new Set(['PINNED']), judges: new Set(['narrow']) });
    await judged({ model: 'amber', judge: 'mmie-score' });
    expect(await shown(api)).toMatchObject({ judge: 'narrow 1', judgeChoice: 'PINNED' });
    await post(api, PIN, { judge: null });
    expect(await everywhere()).toEqual({ choices: new Set(['PUBLISHED']), judges: new Set(['mmie-score']) });
  });

  test('is news for those who watch the board, and pinning it again is none', async ({ api, client }) => {
    const judged = await openMmie(client);
    for (const model of ['amber', 'basalt']) await judged({ model, judge: 'wide' });
    const narrow = await judged({ model: 'amber', judge: 'narrow' });
    const kept = '{ leaderboard(benchmark: "mmie") { judge { name } } }';
    await post(api, kept);
    const connection = connect(api);
    const changes = connection.iterate(
      'subscription { leaderboardChanged(benchmark: "mmie") { evaluation { id } leaderboard { judge { name } judgeChoice } } }',
    );
    const next = async () => (await changes.next()).value?.data.leaderboardChanged;
    const first = next();
    await untilListening(api, 1);

    await post(api, PIN, { judge: 'narrow' });

    const pinned = { judge: { name: 'narrow' }, judgeChoice: 'PINNED' };
    expect(await first).toEqual({ evaluation: { id: narrow }, leaderboard: pinned });
    expect((await post(api, kept)).data.leaderboard.judge.name).toBe('narrow');
    const second = next();
    await post(api, PIN, { judge: 'narrow' });
    await post(api, PIN, { judge: null });
    expect(await second).toMatchObject({
      leaderboard: { judge: { name: 'wide' }, judgeChoice: 'MOST_MODELS' },
    });
    await connection.end();
  });

  test('must be named, and have evaluated the benchmark', async ({ api, client }) => {
    const judged = await openMmie(client);
    await judged({ model: 'amber', judge: 'wide' });
    const unnamed = 'mutation { pinBenchmarkJudge(input: { benchmark: "mmie" }) { benchmark { slug } } }';

    expect(await refusal(api, unnamed)).toMatchObject({
      code: 'INVALID_INPUT',
      message: 'judge: name one, or give null to let the rule choose',
    });
    expect(await refusal(api, PIN, { judge: 'nobody' })).toMatchObject({
      code: 'NOT_FOUND',
      message: expect.stringMatching(
        /^judge: There is no judge "nobody"; on mmie there are wide@[0-9a-f]{12}$/,
      ),
    });
    expect(await shown(api)).toMatchObject({ judge: 'wide 1', judgeChoice: 'MOST_MODELS' });
  });
});

describe('a judge’s bare name', () => {
  test('means its newest revision on the benchmark, in boards and in files', async ({
    api,
    client,
    fetchExport,
  }) => {
    const judged = await openMmie(client);
    await judged({ model: 'amber', judge: 'detector', weights: '1' });
    await addQuestions(client, 'evalalign', [{ externalId: 'other', slices: ['faithfulness'] }]);
    const run = await aTextRun(client, { benchmark: 'evalalign', model: 'amber', questions: ['other'] });
    await importEvaluation(client, run, { name: 'detector', manifest: { weights: '2' } }, {});
    const rows = async (filter: string) =>
      readJsonl(await (await fetchExport(`scores?judge=detector&format=jsonl${filter}`)).text()).length;

    expect(await shown(api, 'judge: "detector"')).toMatchObject({ judge: 'detector 1', models: ['amber'] });
    expect(await rows('&benchmark=mmie')).toBe(QUESTIONS.length);
    expect(await rows('')).toBe(QUESTIONS.length);
  });

  test('without a revision there is refused with those there are', async ({ api, client, fetchExport }) => {
    const judged = await openMmie(client);
    await judged({ model: 'amber', judge: 'detector' });
    const only = '{ leaderboard(benchmark: "evalalign", judge: "detector") { judge { name } } }';

    expect(await refusal(api, only)).toMatchObject({
      code: 'NOT_FOUND',
      message:
        'judge: The judge "detector" has evaluated nothing on evalalign; nothing has been evaluated on evalalign yet',
    });
    expect(
      (await refusal(api, only.replace('evalalign', 'mmie').replace('detector', 'nobody'))).message,
    ).toMatch(/on mmie there are detector@[0-9a-f]{12}$/);
    const file = await fetchExport('rollups?benchmark=evalalign&judge=detector');
    expect(file.status).toBe(404);
    expect(await file.text()).toContain('has evaluated nothing on evalalign');
  });
});
