import { sha256 } from '../../core/canonicalJson.ts';
import { AppError } from '../../core/errors.ts';
import type { BenchmarkDefinition, QuestionDefinition } from '../benchmark.ts';
import { PROMPTS_FILE, PROMPTS_SHA256 } from './published.ts';
import { type GenevalRecord, genevalRecord } from './record.ts';

/** With the prompts that evaluation_metadata.jsonl has of each. */
const TASKS = [
  { slug: 'single_object', name: 'Single object', questions: 80 },
  { slug: 'two_object', name: 'Two objects', questions: 99 },
  { slug: 'counting', name: 'Counting', questions: 80 },
  { slug: 'colors', name: 'Colors', questions: 94 },
  { slug: 'position', name: 'Position', questions: 100 },
  { slug: 'color_attr', name: 'Color attribution', questions: 100 },
] as const;

/** GenEval (arXiv 2310.11513): its headline is the unweighted mean of the six task means (summary_scores.py). */
export const GENEVAL: BenchmarkDefinition = {
  slug: 'geneval',
  name: 'GenEval',
  description:
    'Object-focused text-to-image benchmark: 553 prompts in six tasks, four pictures each, checked by an object detector (Ghosh et al., NeurIPS 2023).',
  samplesPerQuestion: 4,
  publishedJudges: ['geneval-mask2former'],
  categories: TASKS,
  criteria: [
    {
      slug: 'correct',
      name: 'Correct',
      description:
        'Whether the picture shows the objects, counts, colours and positions that the prompt asks for.',
      category: null,
      scale: { min: 0, max: 1 },
      higherIsBetter: true,
    },
  ],
  headline: { criterion: 'correct', overall: 'MEAN_OF_CATEGORY_MEANS', category: 'MEAN' },
};

/** The same six tasks on prompts that ship with the program. */
export const GENEVAL_DEMO: BenchmarkDefinition = {
  ...GENEVAL,
  slug: 'geneval-demo',
  name: 'GenEval demo',
  publishedJudges: ['demo-detector'],
  description:
    "60 prompts of our own in GenEval's six tasks and by its rules, for the demo. Not comparable with GenEval.",
  // They come with the program, so that nothing is known of them before they are here.
  categories: TASKS.map(({ slug, name }) => ({ slug, name })),
};

/** Records as questions; the external id is the folder name that the official image layout gives the line. */
export function genevalQuestions(records: readonly GenevalRecord[]): QuestionDefinition[] {
  return records.map((record, index) => ({
    externalId: String(index).padStart(5, '0'),
    slices: [record.tag],
    content: [{ text: record.prompt }],
    reference: record,
    criteria: null,
  }));
}

/** Reads the official evaluation_metadata.jsonl. Throws INVALID_INPUT for any other content. */
export function readPromptFile(text: string): GenevalRecord[] {
  const digest = sha256(text);
  if (digest !== PROMPTS_SHA256) {
    throw new AppError(
      'INVALID_INPUT',
      `This is not the official ${PROMPTS_FILE}: its sha256 is ${digest}, the official one ${PROMPTS_SHA256}`,
    );
  }
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => genevalRecord.parse(JSON.parse(line)));
}
