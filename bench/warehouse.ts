import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Segment } from '../src/benchmarks/benchmark.ts';
import { benchmarkDefinition, benchmarkDefinitions, installable } from '../src/benchmarks/registry.ts';
import { sha256 } from '../src/core/canonicalJson.ts';
import { type Log, openLog } from '../src/core/log.ts';
import { type MediaFolder, openMediaFolder } from '../src/media/folder.ts';
import { findBenchmarkBySlug, upsertBenchmarks } from '../src/store/benchmarks.ts';
import { type Database, migrateDatabase, openDatabase } from '../src/store/database.ts';
import { startEmbedded } from '../src/store/embedded.ts';
import { insertEvaluation } from '../src/store/evaluations.ts';
import { upsertJudge } from '../src/store/judges.ts';
import { insertMedia } from '../src/store/media.ts';
import { insertQuestions } from '../src/store/questions.ts';
import { openQueue, type Queue } from '../src/store/queue.ts';
import { insertResponses, type NewResponse } from '../src/store/responses.ts';
import { insertRun } from '../src/store/runs.ts';
import type { RunRow } from '../src/store/tables/index.ts';
import { treeCpuMs } from './cpu.ts';

/** An empty warehouse of its own: PostgreSQL as it runs for users, nothing switched off, and a media folder. */
export interface Warehouse extends AsyncDisposable {
  database: Database;
  queue: Queue;
  media: MediaFolder;
  log: Log;
  /** Folder of everything that this warehouse keeps. */
  home: string;
  /** Of PostgreSQL, all its processes. */
  databaseCpuMs(): number;
}

export async function openWarehouse(): Promise<Warehouse> {
  const home = await mkdtemp(join(tmpdir(), 'assay-bench-'));
  const log = openLog({ logLevel: 'error' }, 'bench');
  const server = await startEmbedded(home);
  // As many connections as a worker has.
  const database = openDatabase(server.url, { max: 4, log, name: 'assay bench' });
  await migrateDatabase(database);
  await upsertBenchmarks(database.db, benchmarkDefinitions);
  const queue = await openQueue(database, { heartbeatSeconds: 60, log });
  const pid = Number((await readFile(join(home, 'postgres', 'postmaster.pid'), 'utf8')).split('\n')[0]);
  return {
    database,
    queue,
    media: openMediaFolder(join(home, 'media')),
    log,
    home,
    databaseCpuMs: () => treeCpuMs(pid),
    async [Symbol.asyncDispose]() {
      await queue.stop();
      await database.close();
      await server.stop();
      await rm(home, { recursive: true, force: true });
    },
  };
}

export interface PaintedResponse extends Omit<NewResponse, 'content'> {
  content: readonly (Extract<Segment, { text: string }> | { png: Buffer })[];
}

/** A run of these responses on a benchmark that ships with the program. */
export async function addRun(
  { database: { db }, media }: Warehouse,
  benchmark: string,
  samplesPerQuestion: number,
  responses: readonly PaintedResponse[],
): Promise<RunRow> {
  const { categories } = benchmarkDefinition(benchmark);
  const names = new Map(
    categories.flatMap((all) => [all, ...(all.children ?? [])]).map((s) => [s.slug, s.name]),
  );
  const added = installable(benchmark)
    .readQuestions([])
    .map((question) => ({
      ...question,
      slices: question.slices.map((slug) => ({ slug, name: names.get(slug) ?? slug })),
    }));
  await insertQuestions(db, benchmark, added);
  const { id: benchmarkId } = await findBenchmarkBySlug(db, benchmark);
  const model = { name: `painter of ${responses.length}`, kind: 'TEXT_TO_IMAGE' as const };
  const run = await insertRun(db, { benchmarkId, model, settings: {}, samplesPerQuestion });
  const stored: NewResponse[] = [];
  for (const response of responses) {
    const content: Segment[] = [];
    for (const segment of response.content) {
      content.push('png' in segment ? { image: await addPicture(db, media, segment.png) } : segment);
    }
    stored.push({ ...response, content });
  }
  await insertResponses(db, run, stored);
  return run;
}

/** A run of short texts on MMIE, filled with questions of our own that ask for its headline's criterion alone. */
export async function addTextRun(
  { database: { db } }: Warehouse,
  { questions, samples }: { questions: number; samples: number },
): Promise<RunRow> {
  const benchmark = 'mmie';
  const { categories, headline } = benchmarkDefinition(benchmark);
  const domains = categories.flatMap((category) =>
    (category.children ?? []).map((domain) => [category, domain] as const),
  );
  const perDomain = Math.ceil(questions / domains.length);
  const added = Array.from({ length: questions }, (_, at) => {
    const path = domains[Math.floor(at / perDomain)] as (typeof domains)[number];
    const leaf = { slug: `part-${Math.floor((8 * (at % perDomain)) / perDomain)}`, name: 'Part' };
    const externalId = `${questions}-${at}`;
    const slices = [...path.map(({ slug, name }) => ({ slug, name })), leaf];
    return {
      externalId,
      slices,
      content: [{ text: 'why?' }],
      reference: null,
      criteria: [headline.criterion as string],
    };
  });
  await insertQuestions(db, benchmark, added);
  const { id: benchmarkId } = await findBenchmarkBySlug(db, benchmark);
  const model = { name: `writer of ${questions * samples}`, kind: 'INTERLEAVED' as const };
  const run = await insertRun(db, { benchmarkId, model, settings: {}, samplesPerQuestion: samples });
  for (let at = 0; at < added.length; at += 100) {
    const some = added.slice(at, at + 100).flatMap(({ externalId }) =>
      Array.from({ length: samples }, (_, sampleIndex) => ({
        ...{ question: externalId, sampleIndex },
        content: [{ text: `because ${sampleIndex}` }],
      })),
    );
    await insertResponses(db, run, some);
  }
  return run;
}

async function addPicture(db: Database['db'], media: MediaFolder, png: Buffer): Promise<string> {
  const digest = sha256(png);
  await media.write(digest, png);
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
  await insertMedia(db, { digest, mediaType: 'image/png', bytes: png.length, width, height });
  return digest;
}

/** Queues one evaluation of a run by a judge of this revision. */
export async function addEvaluation(
  { database: { db }, queue }: Warehouse,
  run: RunRow,
  revision: string,
): Promise<void> {
  const judge = await upsertJudge(db, {
    name: `judge ${revision.slice(0, 12)}`,
    kind: 'RULE',
    revision,
    manifest: { revision },
    criteria: null,
  });
  await insertEvaluation(db, queue, run, judge);
}
