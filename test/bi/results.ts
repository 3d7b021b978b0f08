import type { BenchmarkDefinition, SliceDefinition } from '../../src/benchmarks/benchmark.ts';
import { benchmarkDefinitions } from '../../src/benchmarks/registry.ts';
import type { Client } from '../../src/cli/client/client.ts';
import { createRandom, type Random } from '../../src/painter/random.ts';
import {
  addQuestions,
  aTextRun,
  type ImportedQuestion,
  type ImportedScore,
  importEvaluation,
} from '../support/imported.ts';

/** How a model does: always right, always the same, by chance, not as often on every question; or it was hardly judged. */
const CHARACTERS = [
  'perfect',
  'middling',
  'random',
  'random',
  'sparse',
  'unread',
  'uneven',
  'constant',
] as const;
type Character = (typeof CHARACTERS)[number];

/**
 * Every benchmark with random results of eight models by two revisions of a judge: some complete, some with holes of every
 * kind, categories with one question, questions that are asked nothing, a model with two settings, one that was evaluated
 * twice, and one that is being evaluated again.
 */
export async function randomResults(client: Client, seed: number): Promise<void> {
  for (const definition of benchmarkDefinitions) {
    const random = createRandom(seed + definition.slug.length);
    const questions = questionsOf(definition, random);
    await addQuestions(client, definition.slug, questions);
    for (const [at, character] of CHARACTERS.entries()) {
      const model = `model-${at}`;
      await evaluated(client, definition, random, { questions, character, model, settings: {} });
      // Evaluated again: the newer one counts.
      if (at === 3)
        await evaluated(client, definition, random, { questions, character, model, settings: {} });
      if (at === 2) {
        const settings = { seed: 7, promptRewriting: true };
        await evaluated(client, definition, random, { questions, character, model, settings });
      }
    }
    await openEvaluation(client, definition, questions);
  }
  await mmieReplies(client, createRandom(seed));
  await evalalignReplies(client, createRandom(seed));
}

function questionsOf(definition: BenchmarkDefinition, random: Random): ImportedQuestion[] {
  return definition.categories.flatMap((category, at) => {
    const count = at === 1 ? 1 : 2 + random.below(5);
    return Array.from({ length: count }, (_, index) => ({
      externalId: `${category.slug}/${index}`,
      slices: pathIn(category, random),
      ...(definition.slug === 'evalalign' && { criteria: someSkills(definition, category, random) }),
    }));
  });
}

function pathIn(category: SliceDefinition, random: Random): string[] {
  const domain = category.children && random.pick(category.children);
  if (!domain) return [category.slug];
  return [category.slug, domain.slug, ...(random.chance(0.5) ? ['a-subdomain'] : [])];
}

const someSkills = (definition: BenchmarkDefinition, { slug }: SliceDefinition, random: Random): string[] =>
  definition.criteria
    .filter(({ category }) => category === slug)
    .map((criterion) => criterion.slug)
    .filter(() => random.chance(0.5));

interface Subject {
  questions: readonly ImportedQuestion[];
  character: Character;
  model: string;
  settings: Record<string, unknown>;
}

async function evaluated(
  client: Client,
  definition: BenchmarkDefinition,
  random: Random,
  { questions, character, model, settings }: Subject,
): Promise<void> {
  const answered = questions.filter(() => character !== 'sparse' || random.chance(0.6));
  // Some questions with more samples than others, be their sums the same.
  const isUneven = character === 'uneven' || character === 'constant';
  const samples = definition.samplesPerQuestion + (isUneven ? 2 : 0);
  const counts = new Map(
    answered.map(({ externalId }) => [externalId, isUneven ? 1 + random.below(samples) : samples]),
  );
  const answers = (question: string) => counts.get(question) ?? 0;
  const run = await aTextRun(client, {
    ...{ benchmark: definition.slug, model, settings, samples, answers },
    questions: answered.map(({ externalId }) => externalId),
  });
  for (const revision of isUneven ? [2] : [1, 2]) {
    const scores = answered.flatMap((question) =>
      Array.from({ length: answers(question.externalId) }, (_, sampleIndex) => sampleIndex).flatMap(
        (sampleIndex) =>
          asked(definition, question).map((criterion) => ({
            ...{ question: question.externalId, sampleIndex, criterion: criterion.slug },
            ...said(criterion.scale, character, random),
          })),
      ),
    );
    const judge = { name: 'outside', manifest: { revision } };
    await importEvaluation(client, run, judge, { scores });
  }
}

/** An import that nothing came of yet. */
async function openEvaluation(
  client: Client,
  { slug: benchmark }: BenchmarkDefinition,
  questions: readonly ImportedQuestion[],
): Promise<void> {
  const answered = questions.map(({ externalId }) => externalId);
  const run = await aTextRun(client, { benchmark, model: 'model-0', settings: {}, questions: answered });
  const input = { run, judge: { name: 'outside', manifest: { revision: 2 } } };
  await client.query(
    'mutation ($input: OpenImportInput!) { openImport(input: $input) { evaluation { id } } }',
    {
      input,
    },
  );
}

const asked = ({ criteria }: BenchmarkDefinition, question: ImportedQuestion) =>
  criteria
    .filter(({ category }) => category === null || category === question.slices[0])
    .filter(({ slug }) => !question.criteria || question.criteria.includes(slug));

function said(
  { min, max }: { min: number; max: number },
  character: Character,
  random: Random,
): Pick<ImportedScore, 'value' | 'outcome'> {
  if (character === 'perfect') return { value: max };
  // No sum of thirds is exact, so that noise would pass for variance.
  if (character === 'middling' || character === 'constant') return { value: min + (max - min) / 3 };
  if (character === 'unread' || random.chance(0.1)) {
    return { outcome: random.pick(['NOT_APPLICABLE', 'UNPARSEABLE', 'JUDGE_ERROR', 'MISSING_MEDIA']) };
  }
  return { value: min + random.below(1 + max - min) };
}

/** MMIE by its own replies, whose two readings differ. */
async function mmieReplies(client: Client, random: Random): Promise<void> {
  const domains = [
    ['situational-analysis', 'literature'],
    ['project-based-learning', 'finance'],
    ['multi-step-reasoning', 'coding'],
  ];
  const questions = domains.flatMap((slices) =>
    [1, 2, 3, 4, 5].map((at) => ({ externalId: `${slices[1]}-${at}`, slices })),
  );
  await addQuestions(client, 'mmie', questions);
  for (const model of ['replier', 'pipeline']) {
    const answered = questions.map(({ externalId }) => externalId);
    const run = await aTextRun(client, { benchmark: 'mmie', model, questions: answered });
    const replies = answered.map((question) => ({ question, criterion: 'overall', text: reply(random) }));
    await importEvaluation(client, run, { name: 'mmie-score', criteria: ['overall'] }, { replies });
  }
}

/** EvalAlign by its own replies, whose official values no scale binds. */
async function evalalignReplies(client: Client, random: Random): Promise<void> {
  const asked = { faithfulness: ['body', 'common'], alignment: ['object', 'action'] } as const;
  const questions = Object.entries(asked).flatMap(([slice, criteria]) =>
    [1, 2, 3, 4].map((at) => ({ externalId: `replied/${slice}/${at}`, slices: [slice], criteria })),
  );
  await addQuestions(client, 'evalalign', questions);
  const answered = questions.map(({ externalId }) => externalId);
  const says = {
    exaggerator: () => random.pick(['0', '1', '41', '418', '-1', 'none']),
    parrot: () => '7',
  };
  for (const [model, say] of Object.entries(says)) {
    const run = await aTextRun(client, { benchmark: 'evalalign', model, questions: answered });
    const replies = questions.flatMap(({ externalId: question, criteria }) =>
      criteria.map((criterion) => ({ question, criterion, text: say() })),
    );
    await importEvaluation(client, run, { name: 'evalalign' }, { replies });
  }
}

function reply(random: Random): string | null {
  if (random.chance(0.1)) return random.pick([null, 'Lovely pictures.', '### Score: 11']);
  const score = random.below(7);
  return random.chance(0.3) ? `### Score (0-6)\n${score}` : `### Score: ${score}`;
}
