import { benchmarkDefinition } from '../../benchmarks/registry.ts';
import type { Client } from '../client/client.ts';
import { Failure } from '../failure.ts';
import { type Progress, withProgress } from '../terminal/progress.ts';
import type { Terminal } from '../terminal/terminal.ts';
import {
  addResponses,
  type ClosedImport,
  closeImport,
  importScoreLines,
  MOST,
  type OpenedImport,
  openImport,
} from './api.ts';
import { groupsOf } from './groups.ts';
import { inTurn } from './inTurn.ts';
import { alreadyTold, type Omissions, openOmissions } from './omissions.ts';
import { findScoredRun, makeScoredRun, type RunNamed, type ScoredRun } from './scoredRun.ts';
import { openScoreFile, type ScoreFile, type ScoreRow } from './scoreRows.ts';
import { checkTarget, findScoreTargets, type ScoreTargets } from './scoreTargets.ts';
import { openSeenScores } from './seenScores.ts';

export interface ScoresImport extends RunNamed {
  path: string;
  judge: string;
  judgeRevision?: string | undefined;
  /** Whether the first row that cannot be read stops it. */
  strict?: boolean | undefined;
}

export interface ImportedScores {
  run: string;
  evaluation: OpenedImport;
  closed: ClosedImport;
  rows: number;
  added: { responses: number; scores: number };
  /** Columns of the file that are not read. */
  notRead: string[];
  /** Rows that cannot be read, with what is wrong. */
  omitted: string[];
}

/** Anybody's own scores for a run, by a judge they name. The file again changes nothing. */
export async function importScoreFile(
  client: Client,
  terminal: Terminal,
  given: ScoresImport,
): Promise<ImportedScores> {
  refuseForeignName(given.judge);
  const file = await openScoreFile(given.path);
  const found = await findScoredRun(client, given);
  const targets = await findScoreTargets(client, found.benchmark);
  const omissions = openOmissions(given.strict);
  const checked = await checkRows(terminal, file, { run: found, targets, omissions });
  const run = found.id ?? (await makeRun(client, found.benchmark, given, checked.samples));
  const missing = found.isMade ? checked.responses.filter((key) => !found.responses.has(key)) : [];
  const responses = await inTurn(missing.map(responseOf), MOST.responses, (some) =>
    addResponses(client, run, some),
  );
  const evaluation = await openImport(client, run, {
    name: given.judge,
    kind: 'IMPORTED',
    manifest: { revision: given.judgeRevision ?? 'unknown' },
    criteria: checked.criteria,
  });
  const scores = await sendScores(client, terminal, file, targets, evaluation.id);
  const closed = await closeImport(client, evaluation.id);
  const rest = { notRead: [...file.notRead], omitted: omissions.said };
  return { run, evaluation, closed, rows: checked.rows, added: { responses, scores }, ...rest };
}

/** MMIE-Score is one model's number; lmms-eval's task of the same name counts shared words. */
function refuseForeignName(judge: string): void {
  if (judge.toLowerCase().replaceAll(/[^a-z]/g, '') !== 'mmiescore') return;
  throw new Failure(
    `--judge ${judge}: that name is for what MMIE-Score said, which \`assay import mmie-results\` reads. ` +
      "lmms-eval's mmie numbers are token F1 and exact match: name them so, for example lmms-eval-mmie-f1",
  );
}

interface CheckedRows {
  rows: number;
  criteria: string[];
  /** As `question/sample`. */
  responses: string[];
  samples: number;
}

async function checkRows(
  terminal: Terminal,
  file: ScoreFile,
  { run, targets, omissions }: { run: ScoredRun; targets: ScoreTargets; omissions: Omissions },
): Promise<CheckedRows> {
  const seen = openSeenScores();
  const checkSource = openOneSource(run.benchmark);
  let [rows, samples] = [0, 1];
  await withProgress(terminal, 'checking', file.unit, async (progress) => {
    for await (const row of file.rows(progress, omissions.omit)) {
      rows += 1;
      samples = Math.max(samples, row.sampleIndex + 1);
      checkSource(row);
      const { question, criterion } = checkTarget(row, run.benchmark, targets);
      const response = `${question}/${row.sampleIndex}`;
      if (!run.isMade && !run.responses.has(response))
        throw new Failure(`${row.place}: the run has no sample ${row.sampleIndex} of this question`);
      const earlier = seen.add(response, criterion, row.at);
      if (earlier !== null)
        throw new Failure(`${row.place}: ${file.counts} ${earlier} scores ${criterion} of the same response`);
    }
    omissions.refuseMost(rows, 'rows');
  });
  if (rows === 0) throw new Failure(`${file.path}: there is no row in it`);
  return { rows, samples, criteria: seen.criteria().sort(), responses: seen.responses() };
}

/** Refuses an export of several evaluations, whose scores would become one judge's, and one of another benchmark. */
function openOneSource(benchmark: string): (row: ScoreRow) => void {
  let first: { evaluation: string; place: string } | null = null;
  return ({ from, place }) => {
    if (!from) return;
    if (from.benchmark !== null && from.benchmark !== benchmark)
      throw new Failure(`${place}: it is a score of ${from.benchmark}, not of ${benchmark}`);
    first ??= { evaluation: from.evaluation, place };
    if (from.evaluation === first.evaluation) return;
    throw new Failure(
      `${place}: it is of another evaluation than ${first.place}; export them one at a time: ` +
        'assay export scores --evaluation ID',
    );
  };
}

function makeRun(
  client: Client,
  benchmark: string,
  { model = '' }: ScoresImport,
  samples: number,
): Promise<string> {
  const { samplesPerQuestion } = benchmarkDefinition(benchmark);
  return makeScoredRun(client, benchmark, model, Math.max(samplesPerQuestion, samples));
}

function responseOf(key: string) {
  const at = key.lastIndexOf('/');
  return { question: key.slice(0, at), sampleIndex: Number(key.slice(at + 1)), content: [] };
}

async function sendScores(
  client: Client,
  terminal: Terminal,
  file: ScoreFile,
  { headline, questionOf }: ScoreTargets,
  evaluation: string,
): Promise<number> {
  async function* scores(progress: Progress) {
    for await (const row of file.rows(progress, alreadyTold)) {
      const { question, sampleIndex, criterion, value, officialValue, outcome, reason } = row;
      yield {
        ...{
          question: questionOf(question) ?? question,
          sampleIndex,
          criterion: criterion ?? headline ?? '',
        },
        ...{ value, reason, ...(outcome && { outcome }) },
        ...(officialValue !== undefined && { officialValue }),
      };
    }
  }
  return withProgress(terminal, 'scores', file.unit, async (progress) => {
    let added = 0;
    for await (const some of groupsOf(scores(progress), MOST.lines))
      added += await importScoreLines(client, evaluation, some);
    return added;
  });
}
