import { externalIdOf } from '../../benchmarks/evalalign/files.ts';
import { EVALALIGN_PARSER } from '../../benchmarks/evalalign/parse.ts';
import {
  type AnsweredPrompts,
  type InstalledPrompt,
  openAnsweredPrompts,
  parseReplyLine,
  planReplies,
  type RepliesPlan,
} from '../../benchmarks/evalalign/repliesFile.ts';
import type { Dimension } from '../../benchmarks/evalalign/skills.ts';
import { canonicalJson, sha256 } from '../../core/canonicalJson.ts';
import type { Client } from '../client/client.ts';
import { Failure } from '../failure.ts';
import { bytesUnit, type Progress, withProgress } from '../terminal/progress.ts';
import type { Terminal } from '../terminal/terminal.ts';
import {
  addQuestions,
  addResponses,
  type ClosedImport,
  closeImport,
  createRun,
  importReplies,
  type JudgeInput,
  MOST,
  type OpenedImport,
  openImport,
} from './api.ts';
import { batchesOf } from './batches.ts';
import { findEvalalignPrompts } from './evalalignPrompts.ts';
import { addedQuestion } from './evalalignQuestion.ts';
import { openRecordFile, type RecordFile, readRecords } from './files/recordFile.ts';
import { inTurn } from './inTurn.ts';
import { alreadyTold, type Omissions, openOmissions } from './omissions.ts';
import { refuseOtherReplies } from './otherReplies.ts';

const BENCHMARK = 'evalalign';

export interface RepliesImport {
  path: string;
  dimension: Dimension;
  model: string;
  settings: Readonly<Record<string, unknown>>;
  judgeRevision?: string | undefined;
  /** Pictures in the folder that was judged. */
  images?: number | undefined;
  strict?: boolean | undefined;
}

export interface ImportedReplies {
  run: string;
  evaluation: OpenedImport;
  closed: ClosedImport;
  images: number;
  added: { questions: number; responses: number; replies: number };
  /** Records that cannot be read, with what is wrong. */
  omitted: string[];
}

/**
 * A judge's replies about one dimension. Both dimensions of a model, its settings and a judge are one run and one
 * evaluation, which each import adds to.
 */
export async function importEvalalignReplies(
  client: Client,
  terminal: Terminal,
  given: RepliesImport,
): Promise<ImportedReplies> {
  const { dimension } = given;
  const file = await openRecordFile(given.path);
  const omissions = openOmissions(given.strict);
  const answered = await checkReplies(terminal, file, dimension, omissions);
  const plan = planFor(file, answered, await findEvalalignPrompts(client), given);

  const judge = evalalignJudge(given.judgeRevision);
  const fresh = [...plan.added].map(([promptId, skills]) => addedQuestion(dimension, promptId, skills));
  const questions = await inTurn(fresh, MOST.questions, (some) =>
    addQuestions(client, BENCHMARK, some, { fromAnswers: true }),
  );
  const run = await createRun(client, {
    benchmark: BENCHMARK,
    model: { name: given.model, kind: 'TEXT_TO_IMAGE' },
    settings: given.settings,
    idempotencyKey: runKey(given.model, given.settings, judge),
  });
  const pictures = plan.pictures.map((promptId) => pictureOf(dimension, promptId));
  const responses = await inTurn(pictures, MOST.responses, (some) => addResponses(client, run, some));
  const evaluation = await openImport(client, run, judge);
  if (responses < pictures.length) {
    await withProgress(terminal, 'comparing', bytesUnit, (progress) =>
      refuseOtherReplies(client, run, evaluation.id, repliesOf(file, dimension, progress)),
    );
  }
  const replies = await sendReplies(client, terminal, file, dimension, evaluation.id);
  const closed = await closeImport(client, evaluation.id);
  const added = { questions, responses, replies };
  return { run, evaluation, closed, images: pictures.length, added, omitted: omissions.said };
}

export const evalalignJudge = (revision: string | undefined): JudgeInput => ({
  name: 'evalalign-v1.0',
  kind: 'VLM',
  manifest: { weights: revision ?? 'unknown', parser: EVALALIGN_PARSER },
});

/**
 * Not the file's: the other dimension comes in another file and belongs to the same run. Nor the parser's: a run is
 * the same however what was said of it is read, so every version counts as the first.
 */
function runKey(model: string, settings: unknown, { manifest, ...judge }: JudgeInput): string {
  const as = { ...judge, manifest: { ...manifest, parser: 'assay-evalalign/1' } };
  return sha256(canonicalJson({ import: 'evalalign-replies', model, settings, judge: as }));
}

async function checkReplies(
  terminal: Terminal,
  file: RecordFile,
  dimension: Dimension,
  omissions: Omissions,
): Promise<AnsweredPrompts> {
  const { prompts, add } = openAnsweredPrompts();
  let count = 0;
  await withProgress(terminal, 'checking', bytesUnit, async (progress) => {
    const parse = (value: unknown, index: number) => parseReplyLine(value, index, dimension);
    for await (const _ of readRecords(file, parse, { progress, check: add, omit: omissions.omit }))
      count += 1;
    omissions.refuseMost(count, 'records');
  });
  if (prompts.size === 0) throw new Failure(`${file.path}: there is no record in it`);
  return prompts;
}

function planFor(
  { path }: RecordFile,
  answered: AnsweredPrompts,
  installed: ReadonlyMap<string, InstalledPrompt>,
  { dimension, images }: RepliesImport,
): RepliesPlan {
  try {
    return planReplies(dimension, answered, installed, images);
  } catch (error) {
    throw new Failure(`${path}: ${(error as Error).message}`, { cause: error });
  }
}

const pictureOf = (dimension: Dimension, promptId: string) => ({
  question: externalIdOf(dimension, promptId),
  content: [{ missingImage: promptId }],
});

async function* repliesOf(file: RecordFile, dimension: Dimension, progress: Progress) {
  const parse = (value: unknown, index: number) => parseReplyLine(value, index, dimension);
  const pass = { progress, omit: alreadyTold };
  for await (const { promptId, skill, reply } of readRecords(file, parse, pass)) {
    if (skill) yield { question: externalIdOf(dimension, promptId), criterion: skill.slug, text: reply };
  }
}

async function sendReplies(
  client: Client,
  terminal: Terminal,
  file: RecordFile,
  dimension: Dimension,
  evaluation: string,
): Promise<number> {
  return withProgress(terminal, 'replies', bytesUnit, async (progress) => {
    let added = 0;
    for await (const batch of batchesOf(repliesOf(file, dimension, progress), MOST.replies))
      added += await importReplies(client, evaluation, batch);
    return added;
  });
}
