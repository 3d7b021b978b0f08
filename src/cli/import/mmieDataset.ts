import { type MmieQuestion, parseQuestion } from '../../benchmarks/mmie/files.ts';
import { picturesOf, storedSegments } from '../../benchmarks/mmie/segments.ts';
import { Refused } from '../client/answer.ts';
import type { Client } from '../client/client.ts';
import { Failure } from '../failure.ts';
import { bytesUnit, withProgress } from '../terminal/progress.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { addQuestions, MOST, type QuestionInput } from './api.ts';
import { batchesOf } from './batches.ts';
import { openRecordFile, type RecordFile, readRecords } from './files/recordFile.ts';
import { openIds } from './ids.ts';
import { alreadyTold, type Omissions, openOmissions } from './omissions.ts';
import { type CountedPictures, countPictures, type Pictures, uploadPictures } from './pictureFolder.ts';

export interface ImportedDataset {
  records: number;
  added: { questions: number };
  /** Fields that are none of MMIE's 12 domains, as the file spells them. */
  newDomains: string[];
  pictures: CountedPictures;
  /** Records and pictures that cannot be read, with what is wrong. */
  omitted: string[];
}

/** MMIE's data file becomes the benchmark's questions, with domains and subdomains as the file names them. */
export async function importMmieDataset(
  client: Client,
  terminal: Terminal,
  { path, images, strict }: { path: string; images?: string | undefined; strict?: boolean | undefined },
): Promise<ImportedDataset> {
  const file = await openRecordFile(path);
  const omissions = openOmissions(strict);
  const { records, newDomains, paths } = await checkQuestions(terminal, file, omissions);
  const uploaded = await uploadPictures(client, terminal, images, paths, omissions);
  const questions = await sendQuestions(client, terminal, file, uploaded.pictures).catch((error) => {
    if (!(error instanceof Refused) || error.code !== 'CONFLICT') throw error;
    const advice =
      'The data set comes before answers and results, and is imported with the same --images each time.';
    throw new Failure(`${error.message}. ${advice}`, { cause: error });
  });
  const pictures = countPictures(uploaded);
  return { records, added: { questions }, newDomains, pictures, omitted: omissions.said };
}

async function checkQuestions(terminal: Terminal, file: RecordFile, omissions: Omissions) {
  const ids = openIds();
  const newDomains = new Set<string>();
  const paths = new Set<string>();
  const check = (record: MmieQuestion, index: number): void => {
    const { id, isKnownDomain, sliceNames, question, reference } = record;
    ids.add(id, index);
    const [, domain] = sliceNames;
    if (!isKnownDomain && domain !== undefined && !newDomains.has(domain)) {
      newDomains.add(domain);
      terminal.err(
        `warning: record ${index + 1}: "${domain}" is none of MMIE's 12 fields; it becomes a domain`,
      );
    }
    for (const path of [...picturesOf(question), ...picturesOf(reference)]) paths.add(path);
  };
  await withProgress(terminal, 'checking', bytesUnit, async (progress) => {
    const pass = { progress, check, omit: omissions.omit };
    for await (const _ of readRecords(file, parseQuestion, pass));
    omissions.refuseMost(ids.places.size, 'records');
  });
  if (ids.places.size === 0) throw new Failure(`${file.path}: there is no record in it`);
  return { records: ids.places.size, newDomains: [...newDomains], paths };
}

async function sendQuestions(
  client: Client,
  terminal: Terminal,
  file: RecordFile,
  pictures: Pictures,
): Promise<number> {
  return withProgress(terminal, 'questions', bytesUnit, async (progress) => {
    let added = 0;
    const parse = (value: unknown, index: number) => questionOf(parseQuestion(value, index), pictures);
    for await (const batch of batchesOf(
      readRecords(file, parse, { progress, omit: alreadyTold }),
      MOST.questions,
    ))
      added += await addQuestions(client, 'mmie', batch, { fromAnswers: false });
    return added;
  });
}

function questionOf(
  { id, slices, sliceNames, question, reference }: MmieQuestion,
  pictures: Pictures,
): QuestionInput {
  const digestOf = (path: string) => pictures.get(path) ?? null;
  const answer = storedSegments(reference, digestOf);
  return {
    externalId: id,
    slices: slices.map((slug, depth) => ({ slug, name: sliceNames[depth] ?? slug })),
    content: storedSegments(question, digestOf),
    reference: answer.length === 0 ? null : { answer },
  };
}
