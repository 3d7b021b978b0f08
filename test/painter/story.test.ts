import { describe, expect, test } from 'vitest';
import { genevalRecord } from '../../src/benchmarks/geneval/record.ts';
import type { JudgedItem } from '../../src/benchmarks/judging.ts';
import { parseOfficial } from '../../src/benchmarks/mmie/parse.ts';
import { parseStrict } from '../../src/benchmarks/mmie/strict.ts';
import { STORY_DEMO, storyQuestions } from '../../src/benchmarks/storyDemo/definition.ts';
import { storyJudgePrompts } from '../../src/benchmarks/storyDemo/judge.ts';
import {
  alignmentQuestions,
  skillContent,
  storyAnswer,
  storyContent,
} from '../../src/benchmarks/storyDemo/prompts.ts';
import { type StepVerdict, storyScore } from '../../src/benchmarks/storyDemo/score.ts';
import { describeRecord, overallGrade } from '../../src/benchmarks/storyDemo/skills.ts';
import { canPaint } from '../../src/painter/paint.ts';
import type { ColorName } from '../../src/painter/palette.ts';
import { createRandom } from '../../src/painter/random.ts';
import { paintStory } from '../../src/painter/story.ts';
import { misread, PLACES, type Place, randomStep, randomStory } from '../../src/painter/storyRecords.ts';
import { alignmentTruth, stepVerdict } from '../../src/painter/storyTruth.ts';
import type { PaintedObject } from '../../src/painter/truth.ts';

const record = (tag: string, ...include: object[]) => {
  const parsed = genevalRecord.parse({ tag, include, prompt: '' });
  return { ...parsed, prompt: describeRecord(parsed) };
};
const thing = (name: string, x: number, color: ColorName = 'red'): PaintedObject => ({
  class: name,
  color,
  box: [x, 100, x + 40, 140],
});
const image = { image: 'ab'.repeat(32) };

const cats = record('counting', { class: 'cat', count: 2 }, { class: 'bus', count: 1 });
const colored = record(
  'color_attr',
  { class: 'cat', count: 1, color: 'orange' },
  { class: 'cup', count: 1, color: 'blue' },
);
const placed = record(
  'position',
  { class: 'cat', count: 1 },
  { class: 'cup', count: 1, position: ['left of', 0] },
);

describe('a record in words', () => {
  test('as a story tells it', () => {
    const many = record('counting', { class: 'bus', count: 3 }, { class: 'wine glass', count: 2 });

    expect(cats.prompt).toBe('two cats and one bus');
    expect(many.prompt).toBe('three buses and two wine glasses');
    expect(colored.prompt).toBe('an orange cat and a blue cup');
    expect(placed.prompt).toBe('a cup left of a cat');
  });

  test('a question carries what is asked, and there is none where the record says nothing', () => {
    expect(alignmentQuestions({ record: placed, picture: image })).toEqual([
      {
        skill: 'object',
        content: [
          { text: 'object: cat and cup.\n' },
          image,
          { text: '\nAre the objects there? Answer: 0, none. 1, some are missing. 2, all.' },
        ],
      },
      {
        skill: 'spatial',
        content: [
          { text: 'spatial: cup left of cat.\n' },
          image,
          { text: '\nAre the places right? Answer: 0, missing. 1, some wrong. 2, all right.' },
        ],
      },
    ]);
  });

  test('a skill is asked of all pictures whose steps say something of it', () => {
    const steps = [cats, placed, cats].map((each) => ({ record: each, picture: image }));

    expect(skillContent(steps, 'count')).toEqual([
      { text: 'count: two cats and one bus.\n' },
      image,
      { text: '\ncount: two cats and one bus.\n' },
      image,
      { text: '\nAre the numbers right? Answer: 0, all wrong. 1, some wrong. 2, all right.' },
    ]);
    expect(skillContent(steps, 'color')).toBeNull();
  });
});

describe('the truth about a picture', () => {
  test.each([
    [cats, [thing('cat', 0), thing('cat', 60), thing('bus', 120)], { object: 2, count: 2 }, 'right'],
    [cats, [thing('cat', 0), thing('bus', 120)], { object: 2, count: 1 }, 'count'],
    [cats, [thing('cat', 0), thing('cat', 60)], { object: 1, count: 1 }, 'object'],
    [cats, [thing('kite', 0)], { object: 0, count: 0 }, 'nothing'],
    [colored, [thing('cat', 0, 'orange'), thing('cup', 60, 'blue')], { object: 2, color: 2 }, 'right'],
    [colored, [thing('cat', 0, 'blue'), thing('cup', 60, 'blue')], { object: 2, color: 1 }, 'color'],
    [colored, [thing('cat', 0, 'blue'), thing('cup', 60, 'pink')], { object: 2, color: 0 }, 'color'],
    [placed, [thing('cup', 0), thing('cat', 150)], { object: 2, spatial: 2 }, 'right'],
    [placed, [thing('cup', 150), thing('cat', 0)], { object: 2, spatial: 1 }, 'spatial'],
    [placed, [thing('cup', 150)], { object: 1, spatial: 0 }, 'object'],
  ])('%#: grades and verdict', (asked, objects, grades, verdict) => {
    const truth = alignmentTruth(asked, objects);

    expect(truth).toEqual(grades);
    expect(stepVerdict(truth)).toBe(verdict);
  });

  test('several grades are one: all right, all wrong, or some of it', () => {
    expect(overallGrade([2, 2])).toBe(2);
    expect(overallGrade([0, 0, 0])).toBe(0);
    expect(overallGrade([0, 2])).toBe(1);
    expect(overallGrade([1])).toBe(1);
  });
});

describe('the score of a story', () => {
  test.each<[StepVerdict[], number]>([
    [['right', 'right'], 6],
    [['right', 'count'], 5],
    [['right', 'nothing'], 3],
    [['color', 'nothing'], 2],
    [['nothing', 'nothing'], 0],
    [['right', 'right', 'right'], 6],
    [['right', 'spatial', 'nothing'], 3],
    [['object', 'nothing', 'nothing'], 1],
  ])('%j is worth %i', (verdicts, score) => {
    expect(storyScore(verdicts)).toBe(score);
  });

  test("MMIE's parser reads it out of the answer in both modes", () => {
    const answer = storyAnswer(['right', 'count', 'nothing']);

    expect(answer).toBe(
      'step one: right. step two: a number is wrong. step three: nothing is there.\n### Score\n3',
    );
    expect(parseOfficial(answer)).toMatchObject({ outcome: 'SCORED', value: 3 });
    expect(parseStrict(answer)).toMatchObject({ outcome: 'SCORED', value: 3 });
  });
});

describe('painted stories', () => {
  const kitchen = randomStory(createRandom(5), 'kitchen', 3);

  test('the same steps, seed and style give the same story; another seed another', () => {
    const story = paintStory(kitchen, { seed: 1, style: 'hasty' });

    expect(paintStory(kitchen, { seed: 1, style: 'hasty' })).toEqual(story);
    expect(paintStory(kitchen, { seed: 2, style: 'hasty' })).not.toEqual(story);
  });

  test('the truth follows from what was painted', () => {
    for (let seed = 0; seed < 60; seed++) {
      const { steps, truth } = paintStory(kitchen, { seed, style: 'hasty' });

      for (const step of steps)
        expect(step.grades).toEqual(alignmentTruth(step.record, step.picture.objects));
      expect(truth).toBe(storyScore(steps.map(({ verdict }) => verdict)));
    }
  });

  test('a careful painter tells better stories than a hasty one, and neither always the same', () => {
    const scores = (style: 'careful' | 'hasty') =>
      Array.from({ length: 150 }, (_, seed) => {
        const place = Object.keys(PLACES)[seed % 4] as Place;
        return paintStory(randomStory(createRandom(seed), place), { seed, style }).truth;
      });
    const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    const [careful, hasty] = [scores('careful'), scores('hasty')];

    expect(mean(careful)).toBeGreaterThan(mean(hasty) + 1);
    expect(new Set(careful).size).toBeGreaterThan(2);
    expect(new Set(hasty).size).toBeGreaterThan(4);
  });

  test('every step and every misreading can be painted, and a misreading asks for something else', () => {
    const random = createRandom(9);
    for (let i = 0; i < 500; i++) {
      const step = randomStep(random);
      const wrong = misread(step, random);

      for (const each of [step, wrong]) {
        expect(canPaint(each), each.prompt).toBe(true);
        expect(genevalRecord.parse(each)).toEqual(each);
      }
      expect(wrong.include).not.toEqual(step.include);
    }
  });
});

describe('the benchmark', () => {
  test('has forty stories, ten a domain, always the same and no two alike', () => {
    const questions = storyQuestions();

    expect(storyQuestions()).toEqual(questions);
    expect(new Set(questions.map(({ content }) => JSON.stringify(content))).size).toBe(40);
    expect(new Set(questions.map(({ externalId }) => externalId)).size).toBe(40);
    const perLeaf = Map.groupBy(questions, ({ slices }) => slices.join('/'));
    expect([...perLeaf].map(([leaf, of]) => [leaf, of.length])).toEqual(
      STORY_DEMO.categories.flatMap(({ slug, children = [] }) =>
        children.map((domain) => [`${slug}/${domain.slug}`, 10]),
      ),
    );
  });

  test('every question asks for criteria that the benchmark has, and every criterion is asked often', () => {
    const asked = storyQuestions().flatMap(({ criteria }) => criteria ?? []);
    const known = STORY_DEMO.criteria.map(({ slug }) => slug);

    expect(new Set(asked)).toEqual(new Set(known));
    for (const slug of known) expect(asked.filter((each) => each === slug).length).toBeGreaterThan(14);
  });
});

describe('its judge', () => {
  const response = [
    { text: 'step one: two cats and one bus.' },
    image,
    { text: 'step two: a cup left of a cat.' },
    image,
  ];
  const item: JudgedItem = {
    externalId: 'street-00',
    category: 'outdoors',
    question: [],
    response,
    reference: { steps: [cats, placed] },
    asked: STORY_DEMO.criteria.filter(({ slug }) => slug !== 'color'),
  };

  test('is asked for a score in words and for each skill among options', () => {
    const calls = storyJudgePrompts.plan(item);

    expect(calls).toMatchObject([
      { part: 'overall', options: [], messages: [{ role: 'user', content: storyContent(response) }] },
      { part: 'object', options: [{ value: 0 }, { value: 1 }, { value: 2 }] },
      { part: 'count' },
      { part: 'spatial' },
    ]);
  });

  test('shows the story line by line', () => {
    expect(storyContent(response)).toEqual([
      { text: 'story:\nstep one: two cats and one bus.\n' },
      image,
      { text: '\nstep two: a cup left of a cat.\n' },
      image,
      { text: '\nScore the story from 0 to 6.' },
    ]);
  });

  test('says what is missing when pictures or steps are', () => {
    const withoutPictures = storyJudgePrompts.plan({ ...item, response: [{ text: 'step one' }] });
    const withOne = storyJudgePrompts.plan({ ...item, response: response.slice(0, 2) });
    const withoutSteps = storyJudgePrompts.plan({ ...item, reference: null });

    expect(withoutPictures).toMatchObject(item.asked.map(() => ({ outcome: 'MISSING_MEDIA' })));
    expect(withOne.map((call) => 'outcome' in call && call.outcome)).toEqual([
      false,
      false,
      false,
      'MISSING_MEDIA',
    ]);
    expect(withoutSteps.slice(1)).toMatchObject(item.asked.slice(1).map(() => ({ outcome: 'JUDGE_ERROR' })));
  });

  test('reads a score as MMIE does and a skill as an expected value', () => {
    const [overall, object] = storyJudgePrompts.plan(item).filter((call) => 'messages' in call);
    const read = (call: typeof overall, text: string, probabilities: number[] | null) =>
      call && storyJudgePrompts.read(item, call, { text, probabilities, mass: probabilities && 1 });

    expect(read(overall, storyAnswer(['right', 'count']), null)).toMatchObject({
      outcome: 'SCORED',
      value: 5,
    });
    expect(read(overall, 'a fine story', null)).toMatchObject({ outcome: 'UNPARSEABLE', value: null });
    expect(read(object, '2', [0, 0.25, 0.75])).toMatchObject({ outcome: 'SCORED', value: 1.75 });
  });
});
