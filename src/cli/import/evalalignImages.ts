import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { externalIdOf } from '../../benchmarks/evalalign/files.ts';
import { namedPictures, planPictures } from '../../benchmarks/evalalign/imageFolder.ts';
import type { Dimension } from '../../benchmarks/evalalign/skills.ts';
import { canonicalJson, sha256 } from '../../core/canonicalJson.ts';
import type { Client } from '../client/client.ts';
import { Failure } from '../failure.ts';
import { withProgress } from '../terminal/progress.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { addQuestions, addResponses, createRun, MOST } from './api.ts';
import { eachOf } from './eachOf.ts';
import { findEvalalignPrompts } from './evalalignPrompts.ts';
import { addedQuestion } from './evalalignQuestion.ts';
import { inTurn } from './inTurn.ts';

export interface ImagesImport {
  dir: string;
  dimension: Dimension;
  model: string;
  settings: Readonly<Record<string, unknown>>;
  concurrency?: number;
}

export interface ImportedImages {
  run: string;
  images: number;
  added: { questions: number; responses: number };
  /** Released prompts of the dimension that have no picture. */
  missing: string[];
}

/**
 * A folder of pictures becomes responses of one dimension, to be judged here. Both dimensions of a model and its
 * settings are one run, which each import adds to.
 */
export async function importEvalalignImages(
  client: Client,
  terminal: Terminal,
  { dir, dimension, model, settings, concurrency = 8 }: ImagesImport,
): Promise<ImportedImages> {
  const entries = await readdir(dir, { withFileTypes: true });
  const { files, others } = namedPictures(
    entries.filter((entry) => !entry.isDirectory()).map(({ name }) => name),
  );
  if (files.size === 0)
    throw new Failure(`${dir} has no pictures: they are expected as <promptId>.png, .jpg or .webp`);
  for (const name of others)
    terminal.err(`warning: ${join(dir, name)} is no picture by its name, and is left out`);
  const installed = await findEvalalignPrompts(client);
  const added = planPictures(dimension, files, installed);
  const digests = await uploadAll(client, terminal, dir, files, concurrency);

  const fresh = [...added].map(([promptId, skills]) => addedQuestion(dimension, promptId, skills));
  const questions = await inTurn(fresh, MOST.questions, (some) =>
    addQuestions(client, 'evalalign', some, { fromAnswers: true }),
  );
  const run = await createRun(client, {
    benchmark: 'evalalign',
    model: { name: model, kind: 'TEXT_TO_IMAGE' },
    settings,
    idempotencyKey: sha256(canonicalJson({ import: 'evalalign-images', model, settings })),
  });
  const pictures = [...digests].map(([promptId, image]) => ({
    question: externalIdOf(dimension, promptId),
    content: [{ image }],
  }));
  const responses = await inTurn(pictures, MOST.responses, (some) => addResponses(client, run, some));
  const missing = [...installed.keys()]
    .filter((id) => id.startsWith(`${dimension}/`))
    .map((id) => id.slice(dimension.length + 1))
    .filter((promptId) => !files.has(promptId));
  return { run, images: files.size, added: { questions, responses }, missing };
}

async function uploadAll(
  client: Client,
  terminal: Terminal,
  dir: string,
  files: ReadonlyMap<string, string>,
  concurrency: number,
): Promise<Map<string, string>> {
  const digests = new Map<string, string>();
  await withProgress(terminal, 'uploading', String, (progress) =>
    eachOf(files, concurrency, async ([promptId, name]) => {
      const place = join(dir, name);
      digests.set(promptId, await client.putMedia(await readFile(place), 'application/octet-stream', place));
      progress.update(digests.size, files.size);
    }),
  );
  return digests;
}
