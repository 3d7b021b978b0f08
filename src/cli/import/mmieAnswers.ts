import { createHash } from 'node:crypto';
import { categoryOf } from '../../benchmarks/mmie/category.ts';
import { type MmieAnswer, parseAnswer } from '../../benchmarks/mmie/files.ts';
import { picturesOf, storedSegments } from '../../benchmarks/mmie/segments.ts';
import { judgeInput } from '../../benchmarks/mmie/truncate.ts';
import { canonicalJson, sha256 } from '../../core/canonicalJson.ts';
import type { Client } from '../client/client.ts';
import { Failure } from '../failure.ts';
import { bytesUnit, withProgress } from '../terminal/progress.ts';
import type { Terminal } from '../terminal/terminal.ts';
import {
  addQuestions,
  addResponses,
  createRun,
  MOST,
  type QuestionInput,
  type ResponseInput,
} from './api.ts';
import { batchesOf } from './batches.ts';
import { openRecordFile, type RecordFile, readRecords } from './files/recordFile.ts';
import { openIds } from './ids.ts';
import { findMmieQuestions } from './mmieQuestions.ts';
import { alreadyTold, type Omissions, openOmissions } from './omissions.ts';
import { type CountedPictures, countPictures, type Pictures, uploadPictures } from './pictureFolder.ts';
import type { ModelKind } from './uploadRun.ts';

export interface AnswersImport {
  path: string;
  model: string;
  kind: ModelKind;
  settings: Readonly<Record<string, unknown>>;
  /** Folder of the pictures that the records name. */
  images?: string | undefined;
  strict?: boolean | undefined;
}

export interface ImportedAnswers {
  run: string;
  records: number;
  added: { questions: number; responses: number };
  pictures: CountedPictures;
  /** Records and pictures that cannot be read, with what is wrong. */
  omitted: string[];
  /** What the official evaluator would not show its judge. */
  evaluator: {
    /** Answers of which text or pictures are cut. */
    truncated: number;
    /** Records left out without a word: more than four pictures in the question. */
    dropped: number;
  };
}

/** The official evaluator's input becomes a run. The file with the same pictures again changes nothing. */
export async function importMmieAnswers(
  client: Client,
  terminal: Terminal,
  given: AnswersImport,
): Promise<ImportedAnswers> {
  const file = await openRecordFile(given.path);
  const omissions = openOmissions(given.strict);
  const { places, paths, digest } = await checkAnswers(terminal, file, omissions);
  const known = await findMmieQuestions(client, places, file.path);
  const uploaded = await uploadPictures(client, terminal, given.images, paths, omissions);
  const { pictures } = uploaded;
  const sent = await sendAnswers(client, terminal, { file, known, pictures, given, digest });
  return { ...sent, records: places.size, pictures: countPictures(uploaded), omitted: omissions.said };
}

async function checkAnswers(terminal: Terminal, file: RecordFile, omissions: Omissions) {
  const hash = createHash('sha256');
  const ids = openIds();
  const paths = new Set<string>();
  const check = ({ id, question, answer, reference }: MmieAnswer, index: number): void => {
    ids.add(id, index);
    for (const segments of [question, answer, reference])
      for (const path of picturesOf(segments)) paths.add(path);
  };
  await withProgress(terminal, 'checking', bytesUnit, async (progress) => {
    const pass = { progress, hash, check, omit: omissions.omit };
    for await (const _ of readRecords(file, parseAnswer, pass));
    omissions.refuseMost(ids.places.size, 'records');
  });
  if (ids.places.size === 0) throw new Failure(`${file.path}: there is no record in it`);
  return { places: ids.places, paths, digest: hash.digest('hex') };
}

interface Sending {
  file: RecordFile;
  known: ReadonlySet<string>;
  pictures: Pictures;
  given: AnswersImport;
  digest: string;
}

async function sendAnswers(
  client: Client,
  terminal: Terminal,
  { file, known, pictures, given, digest }: Sending,
) {
  const { model, kind, settings } = given;
  const digestOf = (path: string): string | null => pictures.get(path) ?? null;
  // Without the folder nobody knows which pictures there are; the evaluator had them.
  const isShown = (path: string): boolean => given.images === undefined || digestOf(path) !== null;
  const content = sha256(canonicalJson([...pictures].sort(([a], [b]) => (a < b ? -1 : 1))));
  const key = { import: 'mmie-answers', model, settings, file: digest, pictures: content };
  const evaluator = { truncated: 0, dropped: 0 };
  const added = { questions: 0, responses: 0 };
  let run: string | null = null;
  await withProgress(terminal, 'responses', bytesUnit, async (progress) => {
    for await (const batch of batchesOf(
      readRecords(file, parseAnswer, { progress, omit: alreadyTold }),
      MOST.responses,
    )) {
      const fresh = batch.filter(({ id }) => !known.has(id)).map((answer) => questionOf(answer, digestOf));
      if (fresh.length > 0)
        added.questions += await addQuestions(client, 'mmie', fresh, { fromAnswers: true });
      run ??= await createRun(client, {
        ...{ benchmark: 'mmie', model: { name: model, kind }, settings },
        idempotencyKey: sha256(canonicalJson(key)),
      });
      added.responses += await addResponses(
        client,
        run,
        batch.map((answer) => responseOf(answer, digestOf)),
      );
      for (const { question, answer } of batch) {
        const shown = judgeInput(question, answer, isShown);
        if (!shown.judged) evaluator.dropped += 1;
        else if (shown.truncated) evaluator.truncated += 1;
      }
    }
  });
  if (run === null) throw new Failure(`${file.path}: there is no record in it`);
  return { run, added, evaluator };
}

type DigestOf = (path: string) => string | null;

function questionOf({ id, question, reference }: MmieAnswer, digestOf: DigestOf): QuestionInput {
  const answer = storedSegments(reference, digestOf);
  return {
    externalId: id,
    slices: [{ slug: categoryOf(id).slug }],
    content: storedSegments(question, digestOf),
    reference: answer.length === 0 ? null : { answer },
  };
}

const responseOf = ({ id, answer }: MmieAnswer, digestOf: DigestOf): ResponseInput => ({
  question: id,
  content: storedSegments(answer, digestOf),
});
