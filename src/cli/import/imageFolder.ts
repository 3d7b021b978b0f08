import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readRecord } from '../../benchmarks/geneval/detectionsFile.ts';
import { checkFolderRecord, picturesOf, questionOfFolder } from '../../benchmarks/geneval/imageFolder.ts';
import { AppError } from '../../core/errors.ts';
import { describeFailure, Failure } from '../failure.ts';
import { type Omissions, omitOr } from './omissions.ts';
import type { InstalledBenchmark, Question } from './questions.ts';

/** A prompt's folder whose metadata is what the benchmark says. */
export interface PromptFolder {
  question: string;
  /** Paths in numeric order of their names. */
  pictures: string[];
}

export interface ImageFolder {
  folders: PromptFolder[];
  warnings: string[];
}

/**
 * Reads and checks the whole official folder except for the pictures' content. A folder whose metadata cannot be read is
 * left out; one that contradicts the benchmark throws, naming the file.
 */
export async function readImageFolder(
  dir: string,
  benchmark: InstalledBenchmark,
  { omit }: Omissions,
): Promise<ImageFolder> {
  const entries = await readdir(dir, { withFileTypes: true });
  const names = entries.filter((entry) => !entry.isFile()).map(({ name }) => name);
  const byQuestion = Map.groupBy(names.sort(), questionOfFolder);
  byQuestion.delete(null);
  if (byQuestion.size === 0) {
    throw new Failure(
      `${dir} is no GenEval image folder: it has no folder named by a prompt's number, such as 00000`,
    );
  }
  const questions = new Map(benchmark.questions.map((question) => [question.externalId, question]));
  const folders: PromptFolder[] = [];
  const warnings: string[] = [];
  for (const [id, [name = '', twin]] of byQuestion as Map<string, string[]>) {
    const folder = join(dir, name);
    if (twin) throw new Failure(`${folder} and ${join(dir, twin)} are the same prompt`);
    const question = questions.get(id);
    if (!question) throw new Failure(`${folder}: ${benchmark.slug} has no question ${id}`);
    const metadata = join(folder, 'metadata.jsonl');
    const record = await readMetadata(metadata, omit);
    if (record === null) continue;
    checkFolderRecord(record, question.reference, metadata);
    folders.push(await readPromptFolder(folder, question, benchmark, warnings));
  }
  return { folders, warnings };
}

/** Null where it is no record and may be left out. */
async function readMetadata(path: string, omit: Omissions['omit']): Promise<string | null> {
  try {
    const text = await readFile(path, 'utf8');
    readRecord(text, path);
    return text;
  } catch (error) {
    omitOr(omit, error instanceof AppError ? error : new Failure(describeFailure(error)));
    return null;
  }
}

async function readPromptFolder(
  folder: string,
  { externalId }: Question,
  { samplesPerQuestion, slug }: InstalledBenchmark,
  warnings: string[],
): Promise<PromptFolder> {
  const samples = join(folder, 'samples');
  // A generator that was stopped leaves a folder without samples: that is missing, not wrong.
  const entries = await readdir(samples, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const files = entries.filter((entry) => !entry.isDirectory()).map(({ name }) => name);
  const { pictures, onlyBeginAsPictures } = picturesOf(files);
  for (const name of onlyBeginAsPictures) {
    warnings.push(
      `${join(samples, name)} is left out; the published script would score it, for it reads only how a name begins`,
    );
  }
  if (pictures.length > samplesPerQuestion) {
    throw new Failure(
      `${samples} has ${pictures.length} pictures; ${slug} takes ${samplesPerQuestion} per prompt. Remove the others`,
    );
  }
  return { question: externalId, pictures: pictures.map((name) => join(samples, name)) };
}
