import { AppError } from '../core/errors.ts';
import { demoPrompts } from '../painter/prompts.ts';
import type { BenchmarkDefinition, Outcome, QuestionDefinition } from './benchmark.ts';
import { EVALALIGN } from './evalalign/definition.ts';
import { PROMPT_FILES, parsePrompts, questionOf } from './evalalign/files.ts';
import { EVALALIGN_PARSER, parseReply as parseEvalAlign } from './evalalign/parse.ts';
import { type Dimension, SKILLS } from './evalalign/skills.ts';
import { GENEVAL, GENEVAL_DEMO, genevalQuestions, readPromptFile } from './geneval/definition.ts';
import { PROMPTS_FILE } from './geneval/published.ts';
import { MMIE, MMIE_OVERALL } from './mmie/definition.ts';
import { MMIE_PARSER, parseReply as parseMmie } from './mmie/parse.ts';
import { STORY_DEMO, STORY_OVERALL, storyQuestions } from './storyDemo/definition.ts';

/** A published file as it was given: name and text. */
export interface BenchmarkFile {
  name: string;
  text: string;
}

/** What a reply says, in both readings. */
export interface Reading {
  outcome: Outcome;
  /** As strictly read; null unless SCORED. */
  value: number | null;
  /** As the published script reads it; null where the script leaves it out. */
  officialValue: number | null;
}

interface Installable {
  definition: BenchmarkDefinition;
  /** Files it is installed from, by their published names; none when it ships with the program. */
  files: readonly string[];
  /** Throws INVALID_INPUT for content other than the published. */
  readQuestions(files: readonly BenchmarkFile[]): QuestionDefinition[];
  /** Version of what `readReply` reads by. */
  parser?: string;
  /** Reads a judge's words about a criterion; null where the benchmark has no published parser for it. */
  readReply?(text: string, criterion: string, category: string): Reading | null;
}

const BENCHMARKS: readonly Installable[] = [
  {
    definition: GENEVAL,
    files: [PROMPTS_FILE],
    readQuestions: (files) => genevalQuestions(readPromptFile(theFile(files, PROMPTS_FILE).text)),
  },
  { definition: GENEVAL_DEMO, files: [], readQuestions: () => genevalQuestions(demoPrompts()) },
  {
    definition: STORY_DEMO,
    files: [],
    readQuestions: storyQuestions,
    parser: MMIE_PARSER,
    readReply: (text, criterion) => (criterion === STORY_OVERALL ? parseMmie(text) : null),
  },
  {
    definition: MMIE,
    files: [],
    readQuestions: () => {
      throw new AppError(
        'INVALID_INPUT',
        'MMIE is gated: import its data file with `assay import mmie-dataset FILE`',
      );
    },
    parser: MMIE_PARSER,
    readReply: (text, criterion) => (criterion === MMIE_OVERALL ? parseMmie(text) : null),
  },
  {
    definition: EVALALIGN,
    files: Object.values(PROMPT_FILES),
    readQuestions: (files) =>
      (Object.entries(PROMPT_FILES) as [Dimension, string][]).flatMap(readEvalAlign(files)),
    parser: EVALALIGN_PARSER,
    readReply: (text, criterion, category) => {
      const skill = SKILLS.find(({ slug, dimension }) => slug === criterion && dimension === category);
      return skill ? parseEvalAlign(text, skill) : null;
    },
  },
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

const readEvalAlign =
  (files: readonly BenchmarkFile[]) =>
  ([dimension, name]: [Dimension, string]): QuestionDefinition[] => {
    const file = files.find((given) => given.name === name);
    if (!file)
      throw new AppError('INVALID_INPUT', `files: ${name} is missing; both released prompt files are needed`);
    return parsePrompts(parseJson(file), dimension).map((prompt) => questionOf(prompt, dimension));
  };

function parseJson({ name, text }: BenchmarkFile): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new AppError(
      'INVALID_INPUT',
      `${name} is no JSON: ${error instanceof Error ? error.message : error}`,
    );
  }
}
