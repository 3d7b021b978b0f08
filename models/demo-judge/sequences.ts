/**
 * Writes what the decoder is trained on: `node sequences.ts <folder> <seed> <skill count> <story count> [held-out]`.
 * Pictures come from pictures.ts in the same folder; the last 1000 are only used for the held-out set. What is asked
 * about a picture is its own record, a misreading of it, or something else about its objects, chosen so that right and
 * wrong answers are about as common. A row of `<name>.i32` is: length, where the answer starts, three pictures (-1 for
 * none), where each picture ends, five labels for each picture (see `labels`), then the tokens.
 */
import { closeSync, openSync, readdirSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { Tokenizer } from '@huggingface/tokenizers';
import type { Segment } from '../../src/benchmarks/benchmark.ts';
import type { GenevalRecord } from '../../src/benchmarks/geneval/record.ts';
import {
  skillAnswer,
  skillContent,
  stepText,
  storyAnswer,
  storyContent,
} from '../../src/benchmarks/storyDemo/prompts.ts';
import type { StepVerdict } from '../../src/benchmarks/storyDemo/score.ts';
import { type Grade, overallGrade, SKILLS, type Skill } from '../../src/benchmarks/storyDemo/skills.ts';
import { type PaintedClass, paintedClasses } from '../../src/painter/drawings.ts';
import { createRandom, type Random } from '../../src/painter/random.ts';
import { isRelation } from '../../src/painter/record.ts';
import { misread, randomStep } from '../../src/painter/storyRecords.ts';
import { alignmentTruth, stepVerdict } from '../../src/painter/storyTruth.ts';
import { directness, type PaintedObject } from '../../src/painter/truth.ts';

const REGIONS = 12;
const HELD_OUT = 1000;
const WIDTHS = { skill: 112, story: 144 };
const VERDICTS: readonly StepVerdict[] = ['right', 'nothing', ...SKILLS];

interface Scene {
  record: GenevalRecord;
  objects: PaintedObject[];
}
interface Asked {
  picture: number;
  record: GenevalRecord;
  grades: Partial<Record<Skill, Grade>>;
}

const [folder = '', seedText = '', skills = '', stories = '', which = ''] = process.argv.slice(2);
const random = createRandom(Number(seedText));
const tokenizer = new Tokenizer(
  JSON.parse(readFileSync(new URL('tokenizer.json', import.meta.url), 'utf8')),
  {},
);
const image = tokenizer.token_to_id('<image>');
const isHeldOut = which === 'held-out';
const scenes: Scene[] = readdirSync(folder)
  .filter((name) => /^\d+\.json$/.test(name))
  .sort()
  .flatMap((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')));

write('skill', Number(skills), skillRow);
write('story', Number(stories), storyRow);

function write(kind: keyof typeof WIDTHS, count: number, row: () => number[]): void {
  const file = openSync(join(folder, `${kind}${isHeldOut ? 'HeldOut' : seedText}.i32`), 'w');
  for (let i = 0; i < count; i++) {
    const values = row();
    const padded = new Int32Array(23 + WIDTHS[kind]);
    if (values.length > padded.length) throw new RangeError(`A ${kind} of ${values.length - 23} tokens`);
    padded.set(values);
    writeSync(file, new Uint8Array(padded.buffer));
  }
  closeSync(file);
}

/** One to three pictures about one skill; where one grade is wanted of several, mostly that of every picture. */
function skillRow(): number[] {
  const skill = random.pick(SKILLS);
  const wanted = random.below(3) as Grade;
  const steps = Array.from({ length: random.pick([1, 1, 2, 3]) }, () => {
    const grade = random.chance(0.7) ? wanted : random.below(3);
    return find(({ grades }) => grades[skill] === grade) ?? find(({ grades }) => grades[skill] !== undefined);
  }).filter((asked) => asked !== null);
  if (steps.length === 0) return skillRow();
  const known = steps.map((asked): Asked => {
    const { object, [skill]: grade } = asked.grades;
    return { ...asked, grades: { object, [skill]: grade } as Asked['grades'] };
  });
  const grade = overallGrade(known.map(({ grades }) => grades[skill] as Grade));
  const content = skillContent(steps.map(shown), skill) as Segment[];
  return encode(content, skillAnswer(skill, grade), known, false);
}

function storyRow(): number[] {
  const steps = Array.from({ length: 2 + random.below(2) }, () => {
    const isRight = random.chance(0.4);
    const isNothing = !isRight && random.chance(0.3);
    const wanted = isRight ? 'right' : isNothing ? 'nothing' : random.pick(SKILLS);
    return find(({ grades }) => stepVerdict(grades) === wanted) ?? (find(() => true) as Asked);
  });
  const content = storyContent(
    steps.flatMap((step, i): Segment[] => [{ text: stepText(step.record, i) }, shown(step).picture]),
  );
  return encode(content, storyAnswer(steps.map(({ grades }) => stepVerdict(grades))), steps, true);
}

function shown({ record, picture }: Asked) {
  return { record, picture: { image: String(picture) } };
}

/** A picture and something to ask of it. */
function find(isWanted: (asked: Asked) => boolean): Asked | null {
  for (let attempt = 0; attempt < 60; attempt++) {
    const picture = isHeldOut
      ? scenes.length - 1 - random.below(HELD_OUT)
      : random.below(scenes.length - HELD_OUT);
    const { record, objects } = scenes[picture] as Scene;
    const asking = ask(record, objects, random);
    const asked = { picture, record: asking, grades: alignmentTruth(asking, objects) };
    if (isWanted(asked) && !isDoubtful(asking, objects)) return asked;
  }
  return null;
}

function ask(record: GenevalRecord, objects: readonly PaintedObject[], random: Random): GenevalRecord {
  const draw = random.next();
  if (draw < 0.25) return record;
  if (draw < 0.65) return misread(record, random);
  if (draw < 0.75) return misread(misread(record, random), random);
  const there = [...new Set(objects.map((each) => each.class as PaintedClass))];
  return randomStep(random, [
    ...random.shuffled(there).slice(0, 3),
    random.pick(paintedClasses.filter((name) => !there.includes(name))),
  ]);
}

/** True where two things stand so that a person could see the relation either way. */
function isDoubtful({ include }: GenevalRecord, objects: readonly PaintedObject[]): boolean {
  const placed = include.find(({ position }) => position !== undefined);
  const [relation = '', target = 0] = placed?.position ?? [];
  if (!isRelation(relation)) return false;
  const named = (name: string | undefined) => objects.filter((each) => each.class === name);
  return named(placed?.class).some((a) =>
    named(include[target]?.class).some((b) => Math.abs(directness(a.box, b.box, relation) - 0.5) < 0.13),
  );
}

function encode(
  prompt: readonly Segment[],
  answer: string,
  asked: readonly Asked[],
  hasVerdict: boolean,
): number[] {
  const text = prompt.map((part) => ('text' in part ? part.text : '<image>')).join('');
  const expand = (ids: readonly number[]) =>
    ids.flatMap((id) => (id === image ? Array<number>(REGIONS).fill(image as number) : [id]));
  const question = expand(tokenizer.encode(`<|user|>${text}<|end|><|assistant|>`).ids);
  const tokens = [...question, ...tokenizer.encode(`${answer}<|end|>`).ids];
  if (tokens.includes(1)) throw new Error(`The vocabulary lacks something of: ${text} ${answer}`);
  const ends = question.flatMap((id, at) => (id !== image && question[at - 1] === image ? [at] : []));
  const three = <T>(values: readonly T[], none: T): T[] => [0, 1, 2].map((i) => values[i] ?? none);
  return [
    tokens.length,
    question.length,
    ...three(
      asked.map(({ picture }) => picture),
      -1,
    ),
    ...three(ends, -1),
    ...three(
      asked.map(({ grades }) => labels(grades, hasVerdict)),
      [-1, -1, -1, -1, -1],
    ).flat(),
    ...tokens,
  ];
}

/** What the decoder should know when it has seen a picture: a grade a skill and the verdict, -1 where not asked. */
function labels(grades: Asked['grades'], hasVerdict: boolean): number[] {
  const verdict = hasVerdict ? VERDICTS.indexOf(stepVerdict(grades)) : -1;
  return [...SKILLS.map((skill) => grades[skill] ?? -1), verdict];
}
