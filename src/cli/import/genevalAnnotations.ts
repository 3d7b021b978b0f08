import { createHash } from 'node:crypto';
import {
  ANNOTATION_COLUMNS,
  ANNOTATION_RULE,
  type Annotation,
  type AnnotationAnswers,
  annotationVerdict,
  parseAnnotation,
} from '../../benchmarks/geneval/annotations.ts';
import { type GenevalRecord, genevalRecord } from '../../benchmarks/geneval/record.ts';
import { canonicalJson, sha256 } from '../../core/canonicalJson.ts';
import { AppError } from '../../core/errors.ts';
import type { Client } from '../client/client.ts';
import { Failure } from '../failure.ts';
import { bytesUnit, withProgress } from '../terminal/progress.ts';
import type { Terminal } from '../terminal/terminal.ts';
import {
  addResponses,
  type ClosedImport,
  closeImport,
  createRun,
  importScores,
  MOST,
  type OpenedImport,
  openImport,
} from './api.ts';
import { type CsvRow, readCsv, refuseMissingColumns } from './files/csvRows.ts';
import { statFile } from './files/recordFile.ts';
import { inTurn } from './inTurn.ts';
import { type Omissions, omitOr, openOmissions } from './omissions.ts';
import { findInstalledBenchmark } from './questions.ts';

export interface AnnotationsImport {
  path: string;
  model: string;
  settings: Readonly<Record<string, unknown>>;
  strict?: boolean | undefined;
}

export interface ImportedAnnotations {
  run: string;
  evaluation: OpenedImport;
  closed: ClosedImport;
  annotations: number;
  /** Rows that cannot be read, with what is wrong. */
  omitted: string[];
  added: { responses: number; scores: number };
}

/** In one call, since the answers of all annotators go with each. */
const MOST_PICTURES = 500;

/** People's answers become one score a picture: the share of its annotators who saw what the prompt asks for. */
export async function importGenevalAnnotations(
  client: Client,
  terminal: Terminal,
  { path, model, settings, strict }: AnnotationsImport,
): Promise<ImportedAnnotations> {
  const { size } = await statFile(path);
  const records = await findRecords(client);
  const omissions = openOmissions(strict);
  const file = { path, bytes: size, omissions };
  const { pictures, digest, annotations } = await readAnnotations(terminal, file, records);
  const run = await createRun(client, {
    benchmark: 'geneval',
    model: { name: model, kind: 'TEXT_TO_IMAGE' },
    settings,
    samplesPerQuestion: Math.max(4, ...pictures.map(({ sampleIndex }) => sampleIndex + 1)),
    idempotencyKey: sha256(canonicalJson({ import: 'geneval-annotations', model, settings, file: digest })),
  });
  const shown = pictures.map(({ question, sampleIndex, url }) => ({
    ...{ question, sampleIndex },
    content: [{ missingImage: url }],
  }));
  const responses = await inTurn(shown, MOST.responses, (some) => addResponses(client, run, some));
  const evaluation = await openImport(client, run, {
    name: 'geneval-annotators',
    kind: 'PEOPLE',
    manifest: { rule: ANNOTATION_RULE },
  });
  const scores = await inTurn(pictures.map(scoreOf), MOST_PICTURES, (some) =>
    importScores(client, evaluation.id, some),
  );
  const closed = await closeImport(client, evaluation.id);
  return { run, evaluation, closed, annotations, omitted: omissions.said, added: { responses, scores } };
}

async function findRecords(client: Client): Promise<Map<string, GenevalRecord>> {
  const { questions } = await findInstalledBenchmark(client, 'geneval');
  return new Map(questions.map(({ externalId, reference }) => [externalId, genevalRecord.parse(reference)]));
}

interface AnnotatedPicture {
  question: string;
  sampleIndex: number;
  url: string;
  annotators: ({ correct: boolean } & AnnotationAnswers)[];
}

async function readAnnotations(
  terminal: Terminal,
  { path, bytes, omissions }: { path: string; bytes: number; omissions: Omissions },
  records: ReadonlyMap<string, GenevalRecord>,
) {
  const hash = createHash('sha256');
  const pictures = new Map<string, AnnotatedPicture>();
  let annotations = 0;
  await withProgress(terminal, 'reading', bytesUnit, async (progress) => {
    const checkHeader = (header: readonly string[]): void =>
      refuseMissingColumns(path, header, ANNOTATION_COLUMNS);
    // What people typed has quotes inside cells.
    const pass = { progress, hash, checkHeader, takesStrayQuotes: true };
    for await (const row of readCsv(path, bytes, pass)) {
      const annotation = readAnnotation(path, row, omissions.omit);
      if (annotation === null) continue;
      annotate(pictures, `${path}: line ${row.line}`, annotation, records);
      annotations += 1;
    }
  });
  omissions.refuseMost(annotations, 'rows');
  if (annotations === 0) throw new Failure(`${path}: there is no annotation in it`);
  return { pictures: [...pictures.values()], digest: hash.digest('hex'), annotations };
}

/** Null where the row cannot be read and may be left out. */
function readAnnotation(
  path: string,
  { fields, line, problem }: CsvRow,
  omit: Omissions['omit'],
): Annotation | null {
  const place = `${path}: line ${line}`;
  try {
    if (problem !== null) throw new Failure(`${place}: ${problem}`);
    return parseAnnotation(fields, place);
  } catch (error) {
    if (!(error instanceof Failure || error instanceof AppError)) throw error;
    omitOr(omit, error);
    return null;
  }
}

function annotate(
  pictures: Map<string, AnnotatedPicture>,
  place: string,
  { promptIndex, imageId, url, caption, answers }: Annotation,
  records: ReadonlyMap<string, GenevalRecord>,
): void {
  const question = String(promptIndex).padStart(5, '0');
  const record = records.get(question);
  if (record?.prompt !== caption) {
    const expected = record ? `, but prompt ${promptIndex} is ${JSON.stringify(record.prompt)}` : '';
    throw new Failure(
      `${place}: the caption is ${JSON.stringify(caption)}${expected || `; there is no prompt ${promptIndex}`}`,
    );
  }
  const key = `${question}/${imageId}`;
  const picture = pictures.get(key) ?? { question, sampleIndex: imageId, url, annotators: [] };
  pictures.set(key, picture);
  picture.annotators.push({ correct: annotationVerdict(record, answers), ...answers });
}

function scoreOf({ question, sampleIndex, annotators }: AnnotatedPicture) {
  const yes = annotators.filter(({ correct }) => correct).length;
  const value = yes / annotators.length;
  const reason = `${yes} of ${annotators.length} annotators`;
  return { question, sampleIndex, criterion: 'correct', value, reason, evidence: { annotators } };
}
