import { type DecideOptions, decide } from '../benchmarks/geneval/decide.ts';
import { type GenevalRecord, genevalRecord } from '../benchmarks/geneval/record.ts';
import { AppError } from '../core/errors.ts';
import type { MediaFolder } from '../media/folder.ts';
import type { NewScore } from '../store/scores.ts';
import type { ShardContent, ShardResponse } from '../store/shards.ts';
import type { Prepared } from './detector.ts';
import type { Judge, Percept } from './judge.ts';
import { merged } from './parts.ts';
import type { Findings, Scorer } from './scorer.ts';

/** Pictures inferred at once. */
const BATCH = 8;
/** How often an evaluation is looked at between batches. */
const LOOK_MS = 1000;

export interface GenevalScorerOptions {
  batchSize?: number;
  /** False once an evaluation is cancelled or done: the rest of its pictures are then not looked at. */
  isOpen?(evaluationId: string): Promise<boolean>;
  lookMs?: number;
}

interface Sample {
  response: ShardResponse;
  record: GenevalRecord;
  /** Null when the response has no readable picture; `problem` then says why. */
  prepared: Prepared | null;
  problem: string | null;
}

interface Loaded {
  evaluationId: string;
  criterionId: string;
  samples: Sample[];
}

/** A detector as GenEval's judge: what it sees in the picture decides, by the rule in the question. */
export function openGenevalScorer(
  judge: Judge,
  options: DecideOptions,
  media: MediaFolder,
  { batchSize = BATCH, isOpen = async () => true, lookMs = LOOK_MS }: GenevalScorerOptions = {},
): Scorer<Loaded> {
  return {
    revision: judge.revision,
    close: () => judge.close(),

    async load(content) {
      const samples = await Promise.all(
        content.responses.map((response) => loadSample(judge, media, response)),
      );
      return { evaluationId: content.evaluationId, criterionId: criterionOf(content), samples };
    },

    async infer({ evaluationId, criterionId, samples }, { found, leaving, dropped }) {
      const scored = (sample: Sample, said: Pick<NewScore, 'outcome' | 'value' | 'reason'>): NewScore => {
        const { questionId, responseId, sliceId } = sample.response;
        return { questionId, responseId, sliceId, criterionId, officialValue: said.value, ...said };
      };
      let findings: Findings = {
        scores: samples
          .filter(({ prepared }) => !prepared)
          .map((sample) => scored(sample, { outcome: 'MISSING_MEDIA', value: null, reason: sample.problem })),
        replies: [],
      };
      const ready = samples.filter(
        (sample): sample is Sample & { prepared: Prepared } => sample.prepared !== null,
      );
      let lookedAt = performance.now();
      for (let start = 0; start < ready.length; start += batchSize) {
        if (dropped.aborted) break;
        if (leaving.aborted || performance.now() - lookedAt >= lookMs) {
          // A database that is away for a moment is no reason to stop.
          if (!(await isOpen(evaluationId).catch(() => true))) break;
          // What a slow device found is not put at risk for the rest.
          found(findings);
          findings = NOTHING;
          leaving.throwIfAborted();
          lookedAt = performance.now();
        }
        const batch = ready.slice(start, start + batchSize);
        const seen = await judge.perceive(
          batch.map((sample) => sample.prepared),
          batch.map((sample) => coloredClasses(sample.record)),
        );
        const judged = batch.map((sample, at) => ({ sample, detections: seen[at] ?? [] }));
        findings = merged(findings, {
          scores: judged.map(({ sample, detections }) => {
            const { correct, reason } = decide(sample.record, detections, options);
            return scored(sample, { outcome: 'SCORED', value: Number(correct), reason: reason || null });
          }),
          replies: judged.map(({ sample, detections }) => {
            const { width, height } = sample.prepared.picture;
            const evidence = { width, height, detections: detections.map(rounded) };
            return { responseId: sample.response.responseId, text: null, evidence };
          }),
        });
      }
      return findings;
    },
  };
}

const NOTHING: Findings = { scores: [], replies: [] };

function criterionOf(content: ShardContent): string {
  const id = content.criteria.get('correct');
  if (!id)
    throw new AppError(
      'INVALID_INPUT',
      'The benchmark has no criterion "correct"; a detector judges GenEval only',
    );
  return id;
}

async function loadSample(judge: Judge, media: MediaFolder, response: ShardResponse): Promise<Sample> {
  const record = genevalRecord.parse(response.reference);
  const image = response.content.find((segment) => 'image' in segment);
  if (!image) return { response, record, prepared: null, problem: 'The response has no picture' };
  try {
    return { response, record, prepared: await judge.prepare(await media.read(image.image)), problem: null };
  } catch (error) {
    if (error instanceof AppError) return { response, record, prepared: null, problem: error.message };
    throw error;
  }
}

/** Classes whose colour the rule asks for. */
function coloredClasses(record: GenevalRecord): ReadonlySet<string> {
  return new Set(
    record.include.filter((required) => required.color !== undefined).map((required) => required.class),
  );
}

/** Evidence is for people: the decision is made on the full numbers before. */
function rounded({ class: name, score, box, color, colorLogits }: Percept): Record<string, unknown> {
  const round = (value: number, digits: number) => Number(value.toFixed(digits));
  return {
    class: name,
    score: round(score, 6),
    box: box.map((side) => round(side, 2)),
    ...(color !== undefined && { color }),
    ...(colorLogits && { colorLogits: colorLogits.map((logit) => round(logit, 3)) }),
  };
}
