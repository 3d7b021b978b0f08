import { AppError } from '../core/errors.ts';
import { demoPrompts } from '../painter/prompts.ts';
import type { BenchmarkDefinition, QuestionDefinition } from './benchmark.ts';
import { GENEVAL, GENEVAL_DEMO, genevalQuestions, readPromptFile } from './geneval/definition.ts';
import { PROMPTS_FILE } from './geneval/published.ts';

/** A published file as it was given: name and text. */
export interface BenchmarkFile {
  name: string;
  text: string;
}

interface Installable {
  definition: BenchmarkDefinition;
  /** Files it is installed from, by their published names; none when it ships with the program. */
  files: readonly string[];
  /** Throws INVALID_INPUT for content other than the published. */
  readQuestions(files: readonly BenchmarkFile[]): QuestionDefinition[];
}

const BENCHMARKS: readonly Installable[] = [
  {
    definition: GENEVAL,
    files: [PROMPTS_FILE],
    readQuestions: (files) => genevalQuestions(readPromptFile(theFile(files, PROMPTS_FILE).text)),
  },
  { definition: GENEVAL_DEMO, files: [], readQuestions: () => genevalQuestions(demoPrompts()) },
];

export const benchmarkDefinitions: readonly BenchmarkDefinition[] = BENCHMARKS.map(
  ({ definition }) => definition,
);

/** Throws NOT_FOUND naming those there are. */
export function installable(slug: string): Installable {
  const found = BENCHMARKS.find(({ definition }) => definition.slug === slug);
  if (found) return found;
  const known = BENCHMARKS.map(({ definition }) => definition.slug).join(', ');
  throw new AppError('NOT_FOUND', `There is no benchmark "${slug}"; there are ${known}`);
}

/** Throws NOT_FOUND naming those there are. */
export function benchmarkDefinition(slug: string): BenchmarkDefinition {
  return installable(slug).definition;
}

function theFile(files: readonly BenchmarkFile[], name: string): BenchmarkFile {
  const [file, second] = files;
  if (file && !second) return file;
  throw new AppError('INVALID_INPUT', `files: exactly one is needed, the official ${name}`);
}
