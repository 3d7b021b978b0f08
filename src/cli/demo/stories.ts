import { storyQuestions } from '../../benchmarks/storyDemo/definition.ts';
import type { StoryReference } from '../../benchmarks/storyDemo/prompts.ts';
import { paintStory } from '../../painter/story.ts';
import type { Demo } from './demo.ts';

/** Forty short stories with a picture after each step, judged by a vision-language model. */
export const storyDemo: Demo = {
  benchmark: 'story-demo',
  judge: 'story-judge',
  kind: 'INTERLEAVED',
  paint(style) {
    let points = 0;
    const responses = storyQuestions().map(({ externalId, reference }, seed) => {
      const story = paintStory((reference as StoryReference).steps, { seed, style });
      points += story.truth;
      const content = story.steps.flatMap(({ text, picture }) => [{ text }, { svg: picture.svg }]);
      return { question: externalId, sampleIndex: 0, content };
    });
    return { responses, truth: points / responses.length };
  },
};
