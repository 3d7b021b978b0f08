import { join } from 'node:path';
import { expect } from 'vitest';
import { evalalignPrompts } from '../../../src/benchmarks/evalalign/prompt.ts';
import type { JudgeCall, JudgedItem } from '../../../src/benchmarks/judging.ts';
import { type ChatCall, ModelRefused } from '../../../src/workers/chat.ts';
import { openRemoteModel } from '../../../src/workers/remote/model.ts';
import { test } from '../../support/fixtures.ts';
import { aFreePort, aPythonServer, whyNoPython } from '../pythonServer.ts';

const scored = { outcome: 'SCORED', value: 4 };

/** What comes of each way to answer, asked for words and for options, and of how many requests. */
const EXPECTED: Readonly<Record<string, { text: object; options?: object; requests?: number }>> = {
  ok: { text: scored, options: { outcome: 'SCORED' } },
  array: { text: scored, options: scored },
  topnull: { text: scored, options: scored },
  lpnull: { text: scored, options: scored },
  lpempty: { text: scored, options: scored },
  neginf: { text: scored, options: scored },
  usagepart: { text: scored },
  usagenull: { text: scored },
  nousage: { text: scored },
  legacy: { text: scored },
  fence: { text: scored },
  fullwidth: { text: scored, options: scored },
  think: { text: scored, options: scored },
  maxtokens: { text: scored, requests: 2 },
  temp: { text: scored, requests: 2 },
  truncated: { text: { outcome: 'UNPARSEABLE', reason: expect.stringMatching(/cut off/) } },
  thinkopt: { text: { outcome: 'UNPARSEABLE' }, options: { outcome: 'UNPARSEABLE' } },
  nullreason: { text: error(/used up its tokens on reasoning.*finish_reason length/) },
  refusal: { text: error(/"I can't help with judging this person\."/) },
  filter: { text: error(/finish_reason content_filter/) },
  tools: { text: error(/calls a tool instead of answering: score/) },
  ctx: { text: error(/400: the prompt has 5000 tokens, the model takes 4096/) },
  stringerr: { text: error(/400: seed: extra fields not permitted/), requests: 2 },
  emptychoices: { text: error(/without a choice/), requests: 2 },
};

function error(reason: RegExp) {
  return { outcome: 'JUDGE_ERROR', reason: expect.stringMatching(reason) };
}

const item: JudgedItem = {
  externalId: 'p0',
  category: 'faithfulness',
  question: [],
  response: [{ image: 'a'.repeat(64) }],
  reference: null,
  asked: [{ slug: 'hand', scale: { min: 0, max: 4 } }],
};
const picture = { width: 1, height: 1, rgb: new Uint8Array(3) };

export function declare(folder: string): void {
  test('each answer is taken for what it is, and none is asked for again in vain', async ({ skip }) => {
    const why = whyNoPython();
    if (why) return skip(why);
    const port = await aFreePort();
    const origin = await aPythonServer([join(folder, 'server.py'), String(port)], port);
    const countOf = async (model: string): Promise<number> =>
      ((await (await fetch(`${origin}/counts`)).json()) as Record<string, number>)[model] ?? 0;

    const ask = async (model: string, answer: 'text' | 'options') => {
      const prompts = evalalignPrompts(answer, null);
      const [call] = prompts.plan(item) as [JudgeCall];
      const asked: ChatCall = {
        messages: [{ role: 'user', content: [{ picture }] }],
        options: call.options,
        maxNewTokens: 512,
      };
      const remote = openRemoteModel({
        url: `${origin}/v1`,
        key: null,
        timeoutMs: 5000,
        model,
        structured: 'none',
        maxTokens: null,
        maxTokensField: 'max_tokens',
        omit: [],
        concurrency: 1,
        budget: { requests: null, tokens: null, cost: null },
        mediaUrl: null,
        pauseMs: 1,
      });
      const [said] = await remote.forEvaluation('e', null).ask([asked]);
      if (!said) throw new Error('no answer');
      return said.error === null
        ? prompts.read(item, call, said)
        : { outcome: 'JUDGE_ERROR', value: null, reason: said.error };
    };

    for (const [model, { text, options, requests = 1 }] of Object.entries(EXPECTED)) {
      expect(await ask(model, 'text'), model).toMatchObject(text);
      expect(await countOf(model), model).toBe(requests);
      if (options) expect(await ask(model, 'options'), `${model} among options`).toMatchObject(options);
    }
    const refused = ask('error200', 'text');
    await expect(refused).rejects.toThrow(/402: Provider returned error: insufficient credits/);
    await expect(refused).rejects.toBeInstanceOf(ModelRefused);
  });
}
