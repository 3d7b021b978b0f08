import { readdir } from 'node:fs/promises';
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
import { type Omissions, openOmissions } from './omissions.ts';
import { uploadPicture } from './pictureFolder.ts';

export interface ImagesImport {
  dir: string;
  dimension: Dimension;
  model: string;
  settings: Readonly<Record<string, unknown>>;
  concurrency?: number;
  strict?: boolean | undefined;
}

export interface ImportedImages {
  run: string;
  images: number;
  added: { questions: number; responses: number };
  /** Released prompts of the dimension that have no picture. */
  missing: string[];
  /** Pictures that cannot be read, with what is wrong. */
  omitted: string[];
}

/**
 * A folder of pictures becomes responses of one dimension, to be judged here. Both dimensions of a model and its
 * settings are one run, which each import adds to.
 */
export async function importEvalalignImages(
  client: Client,
  terminal: Terminal,
  { dir, dimension, model, settings, strict, concurrency = 8 }: ImagesImport,
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
  const asked = planPictures(dimension, files, installed);
  const omissions = openOmissions(strict);
  const digests = await uploadAll(client, terminal, { dir, files, concurrency, omissions });
  omissions.refuseMost([...digests.values()].filter((digest) => digest !== null).length, 'pictures');

  const fresh = [...asked].map(([promptId, skills]) => addedQuestion(dimension, promptId, skills));
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
    content: [image === null ? { missingImage: files.get(promptId) ?? promptId } : { image }],
  }));
  const responses = await inTurn(pictures, MOST.responses, (some) => addResponses(client, run, some));
  const missing = [...installed]
    .filter(([id, { isReleased }]) => isReleased && id.startsWith(`${dimension}/`))
    .map(([id]) => id.slice(dimension.length + 1))
    .filter((promptId) => !files.has(promptId));
  const added = { questions, responses };
  return { run, images: files.size, added, missing, omitted: omissions.said };
}

interface Upload {
  dir: string;
  files: ReadonlyMap<string, string>;
  concurrency: number;
  omissions: Omissions;
}

/** The digest of each prompt's picture; null where it cannot be read. */
async function uploadAll(
  client: Client,
  terminal: Terminal,
  { dir, files, concurrency, omissions }: Upload,
): Promise<Map<string, string | null>> {
  const digests = new Map<string, string | null>();
  await withProgress(terminal, 'uploading', String, (progress) =>
    eachOf(files, concurrency, async ([promptId, name]) => {
      const place = join(dir, name);
      digests.set(promptId, await uploadPicture(client, place, omissions.omit));
      progress.update(digests.size, files.size);
    }),
  );
  return digests;
}
