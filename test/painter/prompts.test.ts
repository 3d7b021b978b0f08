import { expect, test } from 'vitest';
import { genevalRecord, RELATIONS, TAGS } from '../../src/benchmarks/geneval/record.ts';
import { canPaint } from '../../src/painter/paint.ts';
import { demoPrompts, randomRecord } from '../../src/painter/prompts.ts';
import { createRandom } from '../../src/painter/random.ts';

test('the demo has ten prompts of each task, in the order of the tasks', () => {
  expect(demoPrompts().map(({ tag }) => tag)).toEqual(
    TAGS.flatMap((tag) => Array.from({ length: 10 }, () => tag)),
  );
});

test('the demo prompts are always the same and no two are alike', () => {
  const prompts = demoPrompts();

  expect(demoPrompts()).toEqual(prompts);
  expect(new Set(prompts.map(({ prompt }) => prompt)).size).toBe(60);
});

test('every record is one GenEval could have, and the painter can paint it', () => {
  const random = createRandom(1);
  for (const record of [...demoPrompts(), ...Array.from({ length: 300 }, () => randomRecord(random))]) {
    expect(genevalRecord.parse(record)).toEqual(record);
    expect(canPaint(record), record.prompt).toBe(true);
  }
});

test('counting asks for exactly so many: the exclude is one more of the same class', () => {
  for (const { include, exclude, prompt } of demoPrompts().filter(({ tag }) => tag === 'counting')) {
    const [asked] = include;
    expect(exclude).toEqual([{ class: asked?.class, count: (asked?.count ?? 0) + 1 }]);
    expect(prompt).toBe(`a photo of ${['two', 'three', 'four'][(asked?.count ?? 0) - 2]} ${asked?.class}s`);
  }
});

test('position names the placed object first and the target second, as GenEval words it', () => {
  for (const { include, prompt } of demoPrompts().filter(({ tag }) => tag === 'position')) {
    const [target, placed] = include;
    const [relation, index] = placed?.position ?? [];
    expect(index).toBe(0);
    expect(RELATIONS).toContain(relation);
    expect(prompt).toMatch(new RegExp(`^a photo of an? ${placed?.class} ${relation} an? ${target?.class}$`));
  }
});

test('colour prompts name the colours they ask for', () => {
  for (const { include, prompt } of demoPrompts().filter(
    ({ tag }) => tag === 'colors' || tag === 'color_attr',
  )) {
    for (const { class: name, color } of include) expect(prompt).toContain(`${color} ${name}`);
  }
});
