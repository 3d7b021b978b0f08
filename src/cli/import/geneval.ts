import { readFile } from 'node:fs/promises';
import { relative } from 'node:path';
import type { Client } from '../client/client.ts';
import { Failure } from '../failure.ts';
import type { Progress } from '../terminal/progress.ts';
import { readImageFolder } from './imageFolder.ts';
import { findMissing, type Missing } from './missing.ts';
import { openOmissions } from './omissions.ts';
import { findInstalledBenchmark } from './questions.ts';
import { findResponseKeys, type ModelKind, type Picture, uploadRun } from './uploadRun.ts';

export interface ImportOptions {
  dir: string;
  model: string;
  kind?: ModelKind;
  settings?: Readonly<Record<string, unknown>>;
  /** `geneval` unless given; any installed benchmark of GenEval's form. */
  benchmark?: string;
  concurrency?: number;
  /** Adds to this run instead of making one. */
  run?: string | undefined;
  /** Whether the first picture or record that cannot be read stops it. */
  strict?: boolean | undefined;
}

export interface Imported {
  run: string;
  /** Responses that were not there before. */
  added: number;
  missing: Missing;
  samplesPerQuestion: number;
  /** Pictures and folders that cannot be read, with what is wrong. */
  omitted: string[];
}

/**
 * Makes a run from GenEval's official image folder. Everything but the pictures' content is checked before anything
 * is sent; warnings go to `progress`.
 */
export async function importImageFolder(
  client: Client,
  { dir, benchmark: slug = 'geneval', run, strict, ...options }: ImportOptions,
  progress: Progress,
): Promise<Imported> {
  const benchmark = await findInstalledBenchmark(client, slug);
  if (run) await checkRun(client, run, slug, options.model);
  const omissions = openOmissions(strict);
  const { folders, warnings } = await readImageFolder(dir, benchmark, omissions);
  for (const warning of warnings) progress.say(`warning: ${warning}`);
  const pictures = folders.flatMap(({ question, pictures }) =>
    pictures.map(
      (path, sampleIndex): Picture => ({
        ...{ question, sampleIndex, bytes: () => readFile(path), place: path, name: relative(dir, path) },
      }),
    ),
  );
  if (pictures.length === 0) {
    throw new Failure(`${dir} has no pictures: they are expected as 00000/samples/00000.png`);
  }

  const uploaded = await uploadRun(
    client,
    { ...options, benchmark: slug, run, pictures, omissions },
    progress,
  );
  const missing = findMissing(benchmark, await findResponseKeys(client, uploaded.id));
  const { samplesPerQuestion } = benchmark;
  return { run: uploaded.id, added: uploaded.added, missing, samplesPerQuestion, omitted: omissions.said };
}

/** A run given by hand must be one that these pictures can belong to. */
async function checkRun(client: Client, id: string, benchmark: string, model: string): Promise<void> {
  const { node } = await client.query<{
    node: { benchmark?: { slug: string }; model?: { name: string } } | null;
  }>('query ($id: ID!) { node(id: $id) { ... on Run { benchmark { slug } model { name } } } }', { id });
  if (!node?.benchmark || !node.model)
    throw new Failure(`--run: there is no run ${id}. See: assay runs list`);
  if (node.benchmark.slug !== benchmark) {
    throw new Failure(`--run: that run is of ${node.benchmark.slug}, not of ${benchmark}`);
  }
  if (node.model.name !== model)
    throw new Failure(`--run: that run is of model ${node.model.name}, not ${model}`);
}
