import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { genevalRecord } from '../../benchmarks/geneval/record.ts';
import { AppError } from '../../core/errors.ts';
import { readPicture } from '../../media/picture.ts';
import { renderSvg } from '../../media/svg.ts';
import { paint } from '../../painter/paint.ts';
import type { ChatAnswer, ChatCall, ChatModel, ChatSegment } from '../chat.ts';

/** Golden pictures are painted anew, so that the file stays small. */
const painted = z.object({
  record: genevalRecord,
  seed: z.number().int(),
  style: z.enum(['careful', 'hasty']),
});
const segment = z.union([z.strictObject({ text: z.string() }), z.strictObject({ painted })]);

const goldenCall = z.strictObject({
  /** What a complaint calls it. */
  name: z.string(),
  messages: z.array(
    z.strictObject({ role: z.enum(['system', 'user', 'assistant']), content: z.array(segment) }),
  ),
  options: z.array(z.strictObject({ value: z.number(), spellings: z.array(z.string()).min(1) })).default([]),
  maxNewTokens: z.number().int().positive().default(64),
  /** Expected: the words, or the probability of each option. */
  text: z.string().optional(),
  probabilities: z.array(z.number()).optional(),
});

export const vlmGolden = z.strictObject({
  tolerance: z.strictObject({ probability: z.number() }),
  calls: z.array(goldenCall),
});

type Golden = z.infer<typeof vlmGolden>;
type GoldenCall = Golden['calls'][number];

/**
 * Asks the golden calls beside a manifest: null when every answer is what it was, within the stated
 * tolerance, else what moved. Also null where there are none.
 */
export async function findMovedReply(
  model: ChatModel,
  name: string,
  roots: readonly string[],
): Promise<string | null> {
  const golden = await readGolden(name, roots);
  if (!golden) return null;
  const answers = await model.ask(await Promise.all(golden.calls.map(toChatCall)));
  for (const [index, expected] of golden.calls.entries()) {
    const moved = differenceOf(expected, answers[index], golden.tolerance.probability);
    if (moved) return `golden call "${expected.name}": ${moved}`;
  }
  return null;
}

function differenceOf(
  expected: GoldenCall,
  answer: ChatAnswer | undefined,
  tolerance: number,
): string | null {
  if (!answer || answer.error !== null) return answer?.error ?? 'no answer';
  const { text, probabilities } = expected;
  if (text !== undefined && text !== answer.text) return `it says "${answer.text}", not "${text}"`;
  if (probabilities === undefined) return null;
  const found = answer.probabilities;
  if (!found) return 'it gives no probabilities';
  const at = probabilities.findIndex(
    (p, option) => !(Math.abs(p - (found[option] ?? Number.NaN)) <= tolerance),
  );
  if (at < 0) return null;
  return `option ${expected.options[at]?.value} has ${found[at]?.toFixed(4)}, not ${probabilities[at]}`;
}

async function toChatCall({ messages, options, maxNewTokens }: GoldenCall): Promise<ChatCall> {
  const asked = messages.map(async ({ role, content }) => ({
    role,
    content: await Promise.all(content.map(toSegment)),
  }));
  return { messages: await Promise.all(asked), options, maxNewTokens };
}

async function toSegment(piece: z.infer<typeof segment>): Promise<ChatSegment> {
  if ('text' in piece) return piece;
  const { record, seed, style } = piece.painted;
  return { picture: await readPicture(await renderSvg(paint(record, { seed, style }).svg)) };
}

async function readGolden(name: string, roots: readonly string[]): Promise<Golden | null> {
  for (const root of roots) {
    const path = join(root, name, 'golden.json');
    const text = await readFile(path, 'utf8').catch(() => null);
    if (text === null) continue;
    const parsed = vlmGolden.safeParse(JSON.parse(text));
    if (parsed.success) return parsed.data;
    throw new AppError('INVALID_INPUT', `${path} is no golden set:\n${z.prettifyError(parsed.error)}`);
  }
  return null;
}
