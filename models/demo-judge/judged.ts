import { fileURLToPath } from 'node:url';
import type { Segment } from '../../src/benchmarks/benchmark.ts';
import type { GenevalRecord } from '../../src/benchmarks/geneval/record.ts';
import type { JudgeCall, JudgedItem, JudgeReading } from '../../src/benchmarks/judging.ts';
import { STORY_DEMO } from '../../src/benchmarks/storyDemo/definition.ts';
import { storyJudgePrompts } from '../../src/benchmarks/storyDemo/judge.ts';
import { type Grade, overallGrade, type Skill } from '../../src/benchmarks/storyDemo/skills.ts';
import { type Picture, readPicture } from '../../src/media/picture.ts';
import { renderSvg } from '../../src/media/svg.ts';
import type { PaintOptions } from '../../src/painter/paint.ts';
import { paintStory } from '../../src/painter/story.ts';
import type { ChatAnswer, ChatCall } from '../../src/workers/chat.ts';
import { loadVlm } from '../../src/workers/installed.ts';
import { openVlm, type Vlm } from '../../src/workers/vlm/vlm.ts';

/** One question about a painted story, with the painter's own answer. */
export interface Asked {
  readonly item: JudgedItem;
  readonly call: JudgeCall;
  readonly chat: ChatCall;
  readonly truth: number;
}

/** The demo judge as the product runs it, on one thread. */
export async function openDemoJudge(rows = 16): Promise<Vlm> {
  const installed = await loadVlm('demo-judge', [fileURLToPath(new URL('..', import.meta.url))]);
  return openVlm(installed, { device: 'cpu', threads: 1 }, { rows });
}

/** Paints a story and asks all that the benchmark asks of it. */
export async function questionsAbout(
  records: readonly GenevalRecord[],
  options: PaintOptions,
): Promise<Asked[]> {
  const { steps, truth } = paintStory(records, options);
  const pictures = new Map<string, Picture>();
  const response: Segment[] = [];
  for (const [index, { text, picture }] of steps.entries()) {
    pictures.set(String(index), await readPicture(await renderSvg(picture.svg)));
    response.push({ text }, { image: String(index) });
  }
  const gradesOf = (skill: string): Grade[] => steps.flatMap(({ grades }) => grades[skill as Skill] ?? []);
  const asked = STORY_DEMO.criteria.filter(({ slug }) => slug === 'overall' || gradesOf(slug).length > 0);
  const item = { externalId: '', category: '', question: [], response, reference: { steps: records }, asked };
  return storyJudgePrompts.plan(item).flatMap((call) => {
    if (!('messages' in call)) throw new Error(call.reason);
    const right = call.part === 'overall' ? truth : overallGrade(gradesOf(call.part));
    return [{ item, call, chat: toChat(call, pictures), truth: right }];
  });
}

function toChat({ messages, options }: JudgeCall, pictures: ReadonlyMap<string, Picture>): ChatCall {
  const content = (segments: readonly Segment[]) =>
    segments.map((segment) =>
      'image' in segment
        ? { picture: pictures.get(segment.image) as Picture }
        : { text: (segment as { text: string }).text },
    );
  return {
    messages: messages.map((message) => ({ role: message.role, content: content(message.content) })),
    options,
    maxNewTokens: 48,
  };
}

export function readAnswer({ item, call }: Asked, answer: ChatAnswer): JudgeReading {
  if (answer.error !== null) throw new Error(answer.error);
  return storyJudgePrompts.read(item, call, answer);
}
