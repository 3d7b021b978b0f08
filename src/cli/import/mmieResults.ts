import { createHash } from 'node:crypto';
import { categoryOf } from '../../benchmarks/mmie/category.ts';
import { type MmieResult, parseResult } from '../../benchmarks/mmie/files.ts';
import { MMIE_PARSER } from '../../benchmarks/mmie/parse.ts';
import { shownSegments } from '../../benchmarks/mmie/shown.ts';
import { canonicalJson, sha256 } from '../../core/canonicalJson.ts';
import type { Client } from '../client/client.ts';
import { Failure } from '../failure.ts';
import { bytesUnit, withProgress } from '../terminal/progress.ts';
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
  type QuestionInput,
} from './api.ts';
import { batchesOf } from './batches.ts';
import { openRecordFile, type RecordFile, readRecords } from './files/recordFile.ts';
import { openIds } from './ids.ts';
import { findMmieQuestions } from './mmieQuestions.ts';
import { alreadyTold, type Omissions, openOmissions } from './omissions.ts';
import { findResponseKeys, type ModelKind } from './uploadRun.ts';

const BENCHMARK = 'mmie';
const HARNESS = 'Lillianwei-h/MMIE@eb0fd6ecf14576760b5c3deb95c47579cf0cc36e';

export interface ResultsImport {
  path: string;
  /** The records' own unless given. */
  model?: string | undefined;
  kind: ModelKind;
  settings: Readonly<Record<string, unknown>>;
  /** Revision of the judge's weights. */
  judgeRevision?: string | undefined;
  strict?: boolean | undefined;
}

export interface ImportedResults {
  run: string;
  model: string;
  evaluation: OpenedImport;
  closed: ClosedImport;
  records: number;
  added: { questions: number; responses: number; replies: number };
  /** Records that cannot be read, with what is wrong. */
  omitted: string[];
}

/** The official evaluator's output becomes a run, its replies and their scores. The file again changes nothing. */
export async function importMmieResults(
  client: Client,
  terminal: Terminal,
  given: ResultsImport,
): Promise<ImportedResults> {
  const file = await openRecordFile(given.path);
  const omissions = openOmissions(given.strict);
  const found = await checkResults(terminal, file, omissions);
  const model = modelOf(found, given, terminal);
  const known = await findMmieQuestions(client, found.ids, given.path);
  const { run, ...added } = await sendResponses(client, terminal, { file, found, known, model, given });
  const evaluation = await openImport(client, run, mmieScore(given.judgeRevision));
  const replies = await sendReplies(client, terminal, file, evaluation.id);
  const closed = await closeImport(client, evaluation.id);
  const rest = { records: found.ids.size, added: { ...added, replies }, omitted: omissions.said };
  return { run, model, evaluation, closed, ...rest };
}

const mmieScore = (revision: string | undefined): JudgeInput => ({
  name: 'mmie-score',
  kind: 'VLM',
  manifest: { harness: HARNESS, weights: revision ?? 'unknown', parser: MMIE_PARSER },
  criteria: ['overall'],
});

interface Checked {
  digest: string;
  /** Where each id is, counted from 1. */
  ids: ReadonlyMap<string, number>;
  /** Every name that the records give. */
  models: Set<string>;
}

async function checkResults(terminal: Terminal, file: RecordFile, omissions: Omissions): Promise<Checked> {
  const hash = createHash('sha256');
  const ids = openIds();
  const models = new Set<string>();
  const check = ({ id, model }: MmieResult, index: number): void => {
    ids.add(id, index);
    if (model !== null && model.trim() !== '') models.add(model);
  };
  await withProgress(terminal, 'checking', bytesUnit, async (progress) => {
    const pass = { progress, hash, check, omit: omissions.omit };
    for await (const _ of readRecords(file, parseResult, pass));
    omissions.refuseMost(ids.places.size, 'records');
  });
  if (ids.places.size === 0) throw new Failure(`${file.path}: there is no record in it`);
  return { digest: hash.digest('hex'), ids: ids.places, models };
}

function modelOf({ models }: Checked, { model, path }: ResultsImport, terminal: Terminal): string {
  const [own, other] = models;
  if (model === undefined) {
    if (own !== undefined && other === undefined) return own;
    const what = own === undefined ? 'name no model' : `name several models (${[...models].join(', ')})`;
    throw new Failure(`${path}: the records ${what}; say which with --model NAME`);
  }
  if (own !== undefined && (other !== undefined || own !== model))
    terminal.err(`warning: the records name ${[...models].join(', ')}; they are imported as ${model}`);
  return model;
}

async function sendResponses(
  client: Client,
  terminal: Terminal,
  {
    file,
    found,
    known,
    model,
    given,
  }: {
    file: RecordFile;
    found: Checked;
    known: ReadonlySet<string>;
    model: string;
    given: ResultsImport;
  },
): Promise<{ run: string; questions: number; responses: number }> {
  const { kind, settings } = given;
  const key = { import: 'mmie-results', model, settings, file: found.digest };
  let run: string | null = null;
  let there = new Set<string>();
  let [questions, responses] = [0, 0];
  await withProgress(terminal, 'responses', bytesUnit, async (progress) => {
    for await (const batch of batchesOf(
      readRecords(file, parseResult, { progress, omit: alreadyTold }),
      MOST.responses,
    )) {
      const unknown = batch.filter(({ id }) => !known.has(id)).map(questionOf);
      if (unknown.length > 0)
        questions += await addQuestions(client, BENCHMARK, unknown, { fromAnswers: true });
      if (run === null) {
        const idempotencyKey = sha256(canonicalJson(key));
        run = await createRun(client, {
          benchmark: BENCHMARK,
          model: { name: model, kind },
          settings,
          idempotencyKey,
        });
        there = new Set(await findResponseKeys(client, run));
      }
      const rest = batch.filter(({ id }) => !there.has(`${id}/0`));
      if (rest.length > 0) responses += await addResponses(client, run, rest.map(responseOf));
    }
  });
  if (run === null) throw new Failure(`${file.path}: there is no record in it`);
  return { run, questions, responses };
}

function questionOf({ id, question, reference, images }: MmieResult): QuestionInput {
  const { slug } = categoryOf(id);
  const content = shownSegments(question, images);
  return {
    externalId: id,
    slices: [{ slug }],
    content,
    reference: reference === null ? null : { answer: [{ text: reference }] },
  };
}

const responseOf = ({ id, answer, images }: MmieResult) => ({
  question: id,
  content: shownSegments(answer, images),
});

async function sendReplies(
  client: Client,
  terminal: Terminal,
  file: RecordFile,
  evaluation: string,
): Promise<number> {
  return withProgress(terminal, 'replies', bytesUnit, async (progress) => {
    let added = 0;
    const parse = (value: unknown, index: number) => {
      const { id, reply } = parseResult(value, index);
      return { question: id, criterion: 'overall', text: reply };
    };
    for await (const batch of batchesOf(
      readRecords(file, parse, { progress, omit: alreadyTold }),
      MOST.replies,
    ))
      added += await importReplies(client, evaluation, batch);
    return added;
  });
}
