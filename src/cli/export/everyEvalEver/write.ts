import { createHash } from 'node:crypto';
import { type FileHandle, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type ExportSource, exportPath, reach, requestExport } from '../request.ts';
import type { EvaluationDetail } from './detail.ts';
import type { ModelIdentity } from './identity.ts';
import { type ResponseLine, type ScoreLine, sampling } from './samples.ts';
import { type AggregateRecord, aggregateRecord, type SampleRecord, sampleRecord } from './schema.ts';

/** Writes a record, which is held against the schema first. */
export async function writeRecord(directory: string, path: string, record: AggregateRecord): Promise<void> {
  const checked = aggregateRecord.parse(record);
  await whole(join(directory, path), (file) => file.writeFile(`${JSON.stringify(checked, null, 2)}\n`));
}

/** What the record says of its samples; null where no score has a number. */
type Samples = NonNullable<AggregateRecord['detailed_evaluation_results']>;

export async function writeSamples(
  source: ExportSource,
  directory: string,
  path: string,
  {
    detail,
    evaluation,
    model,
    record,
  }: { detail: EvaluationDetail; evaluation: string; model: ModelIdentity; record: AggregateRecord },
): Promise<Samples | null> {
  const { slug } = detail.run.benchmark;
  const samplesOf = sampling(detail, model, record);
  const hash = createHash('sha256');
  let [rows, without, outside] = [0, 0, 0];
  await whole(join(directory, path), async (file) => {
    for await (const [score, response] of joined(source, { benchmark: slug, evaluation })) {
      const samples = samplesOf(score, response);
      const values = [score.value, score.official_value].filter((value) => value !== null);
      if (values.length === 0) without++;
      outside += values.length - samples.length;
      const text = samples.map(lineOf).join('');
      await file.appendFile(text);
      hash.update(text);
      rows += samples.length;
    }
  });
  if (rows === 0) {
    await rm(join(directory, path), { force: true });
    return null;
  }
  return {
    ...{ format: 'jsonl', file_path: path, hash_algorithm: 'sha256', checksum: hash.digest('hex') },
    total_rows: rows,
    additional_details: {
      scores_without_a_value: String(without),
      ...(outside > 0 && { values_outside_their_scale: String(outside) }),
    },
  };
}

const lineOf = (sample: SampleRecord): string => `${JSON.stringify(sampleRecord.parse(sample))}\n`;

/** Each score with its response. Both tables come in the order of questions and responses, so neither is kept. */
async function* joined(
  source: ExportSource,
  of: { benchmark: string; evaluation: string },
): AsyncGenerator<[ScoreLine, ResponseLine]> {
  const responses = linesOf<ResponseLine>(source, exportPath('responses', { ...of, format: 'jsonl' }));
  let response: ResponseLine | undefined;
  for await (const score of linesOf<ScoreLine>(source, exportPath('scores', { ...of, format: 'jsonl' }))) {
    while (response?.response_id !== score.response_id) {
      const { done, value } = await responses.next();
      if (done) throw new Error(`the export of responses has no ${score.response_id}`);
      response = value;
    }
    yield [score, response];
  }
  await responses.return(undefined);
}

async function* linesOf<Line>(source: ExportSource, path: string): AsyncGenerator<Line> {
  const response = await requestExport(source, path);
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const reader = response.body?.getReader();
  try {
    for (let rest = ''; reader; ) {
      const { done, value } = await reach(source.apiUrl, () => reader.read());
      const lines = (rest + decoder.decode(value, { stream: !done })).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) yield JSON.parse(line);
      if (done) return;
    }
  } finally {
    await reader?.cancel();
  }
}

/** The file appears when all of it is written. */
async function whole(path: string, write: (file: FileHandle) => Promise<unknown>): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const part = `${path}.part`;
  const file = await open(part, 'w');
  try {
    await write(file);
    await file.close();
    await rename(part, path);
  } catch (error) {
    await file.close();
    await rm(part, { force: true });
    throw error;
  }
}
