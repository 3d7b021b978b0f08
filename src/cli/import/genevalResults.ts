import { createHash } from 'node:crypto';
import { genevalQuestions } from '../../benchmarks/geneval/definition.ts';
import {
  openQuestionFinder,
  parseResultLine,
  type QuestionFinder,
  type ResultLine,
} from '../../benchmarks/geneval/resultsFile.ts';
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
  importScores,
  type JudgeInput,
  MOST,
  type OpenedImport,
  openImport,
  type QuestionInput,
} from './api.ts';
import { batchesOf } from './batches.ts';
import { openRecordFile, type RecordFile, readRecords } from './files/recordFile.ts';
import { inTurn } from './inTurn.ts';
import { findReferencedQuestions } from './knownQuestions.ts';
import { alreadyTold, type Omissions, openOmissions } from './omissions.ts';
import { findResponseKeys } from './uploadRun.ts';

const BENCHMARK = 'geneval';
const OFFICIAL_PROMPTS = 553;
const SAMPLES = 4;
const DETECTOR = 'mask2former_swin-s-p4-w7-224_lsj_8x2_50e_coco';

export interface GenevalResultsImport {
  path: string;
  model: string;
  settings: Readonly<Record<string, unknown>>;
  /** Name of the judge; the published detector unless given. */
  judge?: string | undefined;
  judgeRevision?: string | undefined;
  strict?: boolean | undefined;
}

export interface ImportedGenevalResults {
  run: string;
  evaluation: OpenedImport;
  closed: ClosedImport;
  records: number;
  added: { questions: number; responses: number; scores: number };
  /** Rows that cannot be read, with what is wrong. */
  omitted: string[];
}

/** The official evaluator's rows become a run and its scores. The file again changes nothing. */
export async function importGenevalResults(
  client: Client,
  terminal: Terminal,
  given: GenevalResultsImport,
): Promise<ImportedGenevalResults> {
  const file = await openRecordFile(given.path);
  const known = await findReferencedQuestions(client, BENCHMARK);
  const finder = openQuestionFinder(
    [...known].map(([id, { reference }]) => [id, reference] as const),
    known.size < OFFICIAL_PROMPTS,
  );
  const omissions = openOmissions(given.strict);
  const checked = await checkRows(terminal, file, finder, omissions);
  if (checked.rewritten > 0)
    terminal.err(
      `note: ${checked.rewritten} prompts are worded otherwise than GenEval's; their rules are the same, and so are the questions${'promptRewriting' in given.settings ? '' : `. Say so with --settings '{"promptRewriting":"…"}'`}`,
    );
  const questions = await inTurn([...finder.added].map(questionOf), MOST.questions, (some) =>
    addQuestions(client, BENCHMARK, some, { fromAnswers: true }),
  );
  const { model, settings } = given;
  const run = await createRun(client, {
    benchmark: BENCHMARK,
    model: { name: model, kind: 'TEXT_TO_IMAGE' },
    settings,
    samplesPerQuestion: Math.max(SAMPLES, checked.mostPictures),
    idempotencyKey: sha256(
      canonicalJson({ import: 'geneval-results', model, settings, file: checked.digest }),
    ),
  });
  const responses = await sendResponses(client, run, checked.places);
  const evaluation = await openImport(client, run, judgeOf(given));
  const scores = await sendScores(client, terminal, file, evaluation.id, checked.places);
  const closed = await closeImport(client, evaluation.id);
  const added = { questions, responses, scores };
  return { run, evaluation, closed, records: checked.places.size, added, omitted: omissions.said };
}

function judgeOf({ judge, judgeRevision }: GenevalResultsImport): JudgeInput {
  const rest = { options: 'as in file', revision: judgeRevision ?? 'unknown' };
  const manifest = judge === undefined ? { detector: DETECTOR, ...rest } : rest;
  return { name: judge ?? 'geneval-mask2former', kind: 'IMPORTED', manifest };
}

interface Place {
  question: string;
  sampleIndex: number;
}

interface CheckedRows {
  digest: string;
  /** By file name. */
  places: Map<string, Place>;
  mostPictures: number;
  /** Questions whose pictures were made from another wording of their prompt. */
  rewritten: number;
}

async function checkRows(
  terminal: Terminal,
  file: RecordFile,
  finder: QuestionFinder,
  omissions: Omissions,
): Promise<CheckedRows> {
  const hash = createHash('sha256');
  const seen = new Map<string, number>();
  const pictures = new Map<string, string[]>();
  const rewritten = new Set<string>();
  const check = (row: ResultLine, index: number): void => {
    const place = `record ${index + 1} (filename ${JSON.stringify(row.filename)})`;
    const earlier = seen.get(row.filename);
    if (earlier !== undefined)
      throw new Failure(`records ${earlier} and ${index + 1}: both are about ${row.filename}`);
    seen.set(row.filename, index + 1);
    const question = questionOfRow(finder, row, place);
    if (question === null)
      throw new Failure(`${place}: GenEval has no such prompt, ${JSON.stringify(row.record.prompt)}`);
    if (finder.isRewritten(question, row.record)) rewritten.add(question);
    const names = pictures.get(question) ?? [];
    names.push(row.filename);
    pictures.set(question, names);
  };
  await withProgress(terminal, 'checking', bytesUnit, async (progress) => {
    const pass = { progress, hash, check, omit: omissions.omit };
    for await (const _ of readRecords(file, parseResultLine, pass));
    omissions.refuseMost(seen.size, 'records');
  });
  if (seen.size === 0) throw new Failure(`${file.path}: there is no record in it`);
  return { digest: hash.digest('hex'), rewritten: rewritten.size, ...placesOf(pictures) };
}

function questionOfRow(finder: QuestionFinder, row: ResultLine, place: string): string | null {
  try {
    return finder.find(row);
  } catch (error) {
    throw new Failure(`${place}: ${(error as Error).message}`, { cause: error });
  }
}

/** The script walks folders in whatever order the disk gives; names tell the samples of a prompt apart. */
function placesOf(pictures: ReadonlyMap<string, string[]>): Pick<CheckedRows, 'places' | 'mostPictures'> {
  const { compare } = new Intl.Collator('en', { numeric: true });
  const places = new Map<string, Place>();
  let mostPictures = 0;
  for (const [question, names] of pictures) {
    mostPictures = Math.max(mostPictures, names.length);
    for (const [sampleIndex, name] of names.toSorted(compare).entries())
      places.set(name, { question, sampleIndex });
  }
  return { places, mostPictures };
}

function questionOf([externalId, record]: [string, ResultLine['record']]): QuestionInput {
  const [{ slices = [], content = [], reference } = {}] = genevalQuestions([record]);
  return { externalId, slices: slices.map((slug) => ({ slug })), content, reference };
}

async function sendResponses(
  client: Client,
  run: string,
  places: ReadonlyMap<string, Place>,
): Promise<number> {
  const there = new Set(await findResponseKeys(client, run));
  const responses = [...places]
    .filter(([, { question, sampleIndex }]) => !there.has(`${question}/${sampleIndex}`))
    .map(([filename, place]) => ({ ...place, content: [{ missingImage: filename }] }));
  return inTurn(responses, MOST.responses, (some) => addResponses(client, run, some));
}

async function sendScores(
  client: Client,
  terminal: Terminal,
  file: RecordFile,
  evaluation: string,
  places: ReadonlyMap<string, Place>,
): Promise<number> {
  const rows = (progress: Progress) =>
    readRecords(file, (value, index) => scoreOf(parseResultLine(value, index), places), {
      ...{ progress, omit: alreadyTold },
    });
  return withProgress(terminal, 'scores', bytesUnit, async (progress) => {
    let added = 0;
    for await (const batch of batchesOf(rows(progress), MOST.scores))
      added += await importScores(client, evaluation, batch);
    return added;
  });
}

function scoreOf({ filename, correct, reason, detections }: ResultLine, places: ReadonlyMap<string, Place>) {
  const place = places.get(filename);
  if (!place) throw new Failure(`${filename} was not there when the file was checked`);
  const value = correct ? 1 : 0;
  return { ...place, criterion: 'correct', value, reason, evidence: { filename, detections } };
}
