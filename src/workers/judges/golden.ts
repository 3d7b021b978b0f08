import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { genevalRecord } from '../../benchmarks/geneval/record.ts';
import { AppError } from '../../core/errors.ts';
import { readPicture } from '../../media/picture.ts';
import { renderSvg } from '../../media/svg.ts';
import { paint } from '../../painter/paint.ts';
import type { ChatAnswer, ChatCall, ChatModel, ChatSegment } from '../chat.ts';
import { insideFolder } from '../manifest.ts';

/** Golden pictures are painted anew, so that the file stays small. */
const painted = z.object({
  record: genevalRecord,
  seed: z.number().int(),
  style: z.enum(['careful', 'hasty']),
});
const segment = z.union([
  z.strictObject({ text: z.string() }),
  z.strictObject({ painted }),
  /** A picture of anybody's, beside the golden file. */
  z.strictObject({ image: insideFolder }),
]);

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
  for (const { folder, golden } of await readGoldens(name, roots)) {
    const answers = await model.ask(await Promise.all(golden.calls.map((call) => toChatCall(call, folder))));
    for (const [index, expected] of golden.calls.entries()) {
      const moved = differenceOf(expected, answers[index], golden.tolerance.probability);
      if (moved) return `golden call "${expected.name}": ${moved}`;
    }
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

async function toChatCall(
  { messages, options, maxNewTokens }: GoldenCall,
  folder: string,
): Promise<ChatCall> {
  const asked = messages.map(async ({ role, content }) => ({
    role,
    content: await Promise.all(content.map((piece) => toSegment(piece, folder))),
  }));
  return { messages: await Promise.all(asked), options, maxNewTokens };
}

async function toSegment(piece: z.infer<typeof segment>, folder: string): Promise<ChatSegment> {
  if ('text' in piece) return piece;
  if ('image' in piece) return { picture: await readPicture(await readFile(join(folder, piece.image))) };
  const { record, seed, style } = piece.painted;
  return { picture: await readPicture(await renderSvg(paint(record, { seed, style }).svg)) };
}

/** In every folder of models that has one: the user's own do not hide the program's. */
async function readGoldens(
  name: string,
  roots: readonly string[],
): Promise<{ folder: string; golden: Golden }[]> {
  const goldens: { folder: string; golden: Golden }[] = [];
  for (const root of roots) {
    const folder = join(root, name);
    const path = join(folder, 'golden.json');
    const text = await readFile(path, 'utf8').catch(() => null);
    if (text === null) continue;
    const parsed = vlmGolden.safeParse(JSON.parse(text));
    if (!parsed.success)
      throw new AppError('INVALID_INPUT', `${path} is no golden set:\n${z.prettifyError(parsed.error)}`);
    goldens.push({ folder, golden: parsed.data });
  }
  return goldens;
}
