import { canonicalJson, sha256 } from '../../core/canonicalJson.ts';
import type { Client } from '../client/client.ts';
import type { Progress } from '../terminal/progress.ts';
import { eachOf } from './eachOf.ts';
import type { Omissions } from './omissions.ts';
import { uploadPicture } from './pictureFolder.ts';

/** One picture of a run, in memory or read when its turn comes. */
export interface Picture {
  /** The question's id in the benchmark's own files. */
  question: string;
  sampleIndex: number;
  bytes: Uint8Array<ArrayBuffer> | (() => Promise<Uint8Array<ArrayBuffer>>);
  /** Names it in errors; the question and sample unless given. */
  place?: string;
  /** What it is called in a run that goes on without it; `place` unless given. */
  name?: string;
}

export type ModelKind = 'INTERLEAVED' | 'INTEGRATED' | 'TEXT_TO_IMAGE';

export interface NewRun {
  benchmark: string;
  model: string;
  kind?: ModelKind;
  /** What made the pictures: seed, prompt rewriting and the like. */
  settings?: Readonly<Record<string, unknown>>;
  pictures: Iterable<Picture> | AsyncIterable<Picture>;
  /** How many pictures there are, for the bar, where `pictures` cannot say. */
  total?: number;
  /** Uploads at a time. */
  concurrency?: number;
  /** Adds to this run instead of making one. */
  run?: string | undefined;
  mediaType?: string;
  /** Takes what is no picture, which the run then says to be missing; the first throws unless given. */
  omissions?: Omissions | undefined;
}

export interface UploadedRun {
  id: string;
  /** Responses that were not there before. */
  added: number;
}

interface Answered {
  question: string;
  sampleIndex: number;
  segment: { image: string } | { missingImage: string };
}

const BATCH = 100;

/**
 * Makes a run from pictures. They are uploaded first and the run is made when all of them are there, so that a broken
 * picture leaves no half run. The run's idempotency key says what is in it: the same call goes on where an earlier one
 * stopped, and other pictures are another run.
 */
export async function uploadRun(client: Client, run: NewRun, progress: Progress): Promise<UploadedRun> {
  const answered = await uploadPictures(client, run, progress);
  const readable = answered.filter(({ segment }) => 'image' in segment).length;
  run.omissions?.refuseMost(readable, 'pictures');
  answered.sort((a, b) =>
    a.question < b.question ? -1 : a.question > b.question ? 1 : a.sampleIndex - b.sampleIndex,
  );
  const id = run.run ?? (await createRun(client, run, answered));
  // A run somebody named may have other pictures under the same keys; sending all of them finds out.
  const there = run.run ? new Set<string>() : new Set(await findResponseKeys(client, id));
  const rest = answered.filter(({ question, sampleIndex }) => !there.has(`${question}/${sampleIndex}`));
  let added = 0;
  for (let at = 0; at < rest.length; at += BATCH) {
    added += await addResponses(client, id, rest.slice(at, at + BATCH));
  }
  return { id, added };
}

async function uploadPictures(client: Client, run: NewRun, progress: Progress): Promise<Answered[]> {
  const { pictures, mediaType = 'image/png', concurrency = 8, omissions } = run;
  const total = run.total ?? (Array.isArray(pictures) ? pictures.length : 0);
  const answered: Answered[] = [];
  const upload = async (picture: Picture): Promise<void> => {
    const { question, sampleIndex, bytes, place = `picture ${question}/${sampleIndex}` } = picture;
    const read = async () => (typeof bytes === 'function' ? bytes() : bytes);
    const image = await uploadPicture(client, place, omissions?.omit, read, mediaType);
    const segment = image === null ? { missingImage: picture.name ?? place } : { image };
    answered.push({ question, sampleIndex, segment });
    progress.update(answered.length, Math.max(total, answered.length));
  };
  await eachOf(pictures, concurrency, upload);
  return answered;
}

async function createRun(client: Client, run: NewRun, answered: readonly Answered[]): Promise<string> {
  const { benchmark, model, kind = 'TEXT_TO_IMAGE', settings = {} } = run;
  const content = answered.map(({ question, sampleIndex, segment }) => [
    ...[question, sampleIndex],
    'image' in segment ? segment.image : segment,
  ]);
  const input = {
    benchmark,
    model: { name: model, kind },
    settings,
    idempotencyKey: sha256(canonicalJson({ benchmark, model, settings, content })),
  };
  const { createRun } = await client.query<{ createRun: { run: { id: string } } }>(
    'mutation ($input: CreateRunInput!) { createRun(input: $input) { run { id } } }',
    { input },
  );
  return createRun.run.id;
}

/** What a run has, as `question/sample`. */
export async function findResponseKeys(client: Client, run: string): Promise<string[]> {
  const { node } = await client.query<{ node: { responseKeys: string[] } }>(
    'query ($run: ID!) { node(id: $run) { ... on Run { responseKeys } } }',
    { run },
  );
  return node.responseKeys;
}

async function addResponses(client: Client, run: string, answered: readonly Answered[]): Promise<number> {
  const responses = answered.map(({ question, sampleIndex, segment }) => ({
    question,
    sampleIndex,
    content: [segment],
  }));
  const { addResponses } = await client.query<{ addResponses: { added: number } }>(
    'mutation ($input: AddResponsesInput!) { addResponses(input: $input) { added } }',
    { input: { run, responses } },
  );
  return addResponses.added;
}
