import { join } from 'node:path';
import type { Config } from '../core/config.ts';
import { AppError } from '../core/errors.ts';
import { openMediaFolder } from '../media/folder.ts';
import type { Db } from '../store/database.ts';
import { isEvaluationOpen } from '../store/evaluations.ts';
import { findSpending } from '../store/spending.ts';
import { openGenevalScorer } from './genevalScorer.ts';
import { findMovedAnswer, REINSTALL } from './golden/check.ts';
import type { Device } from './inference/tensors.ts';
import { findManifest, loadJudge } from './installed.ts';
import { openJudge } from './judge.ts';
import { vlmJudgeDocument } from './judges/document.ts';
import { findMovedReply } from './judges/golden.ts';
import { type LoadedJudge, loadRubricJudge, loadVlmJudge } from './judges/load.ts';
import { openModel } from './judges/open.ts';
import type { Scorer } from './scorer.ts';
import { openVlmScorer } from './vlmScorer.ts';

/** The judge that is any model with a rubric of the user's own. */
export const RUBRIC_JUDGE = 'vlm';

export interface JudgeOptions {
  judge: string;
  device: Device;
  rubric?: string | undefined;
  model?: string | undefined;
  url?: string | undefined;
  variant?: string | undefined;
  answer?: string | undefined;
}

/** A judge ready to score, whatever kind it is. */
export interface Served {
  name: string;
  kind: 'DETECTOR' | 'VLM';
  revision: string;
  /** Everything that can change a score, as stored with the judge. */
  document: Record<string, unknown>;
  /** Slugs of the criteria it scores; null for whatever is asked. */
  criteria: string[] | null;
  /** Where it runs, for people. */
  place: string;
  scorer: Scorer;
  /** What does not come out of its golden set, with the remedy; null when all is well. */
  findMoved(): Promise<string | null>;
}

/** Opens a judge by the kind of its manifest. Throws before any work is taken when something is not there. */
export async function openServed(config: Config, db: Db, options: JudgeOptions): Promise<Served> {
  if (options.judge === RUBRIC_JUDGE) {
    if (options.rubric === undefined)
      throw new AppError(
        'INVALID_INPUT',
        `--judge ${RUBRIC_JUDGE} needs --rubric FILE, the criteria to ask about`,
      );
    return openVlmJudge(await loadRubricJudge(options.rubric, config.modelRoots), config, db, options);
  }
  if (options.rubric !== undefined)
    throw new AppError('INVALID_INPUT', `--rubric goes with --judge ${RUBRIC_JUDGE}`);
  const { kind } = await findManifest(options.judge, config.modelRoots);
  if (kind === 'judge') {
    const loaded = await loadVlmJudge(options.judge, config.modelRoots, options);
    return openVlmJudge(loaded, config, db, options);
  }
  if (kind === 'vlm') {
    const remedy = `ask it with \`--judge ${RUBRIC_JUDGE} --model ${options.judge} --rubric FILE\``;
    throw new AppError('INVALID_INPUT', `${options.judge} is a model, not a judge; ${remedy}`);
  }
  return openDetector(config, db, options);
}

async function openDetector(config: Config, db: Db, { judge: name, device }: JudgeOptions): Promise<Served> {
  const installed = await loadJudge(name, config.modelRoots);
  const judge = await openJudge(installed, { device, threads: config.workerThreads });
  return {
    name,
    kind: 'DETECTOR',
    revision: installed.revision,
    document: installed.document,
    criteria: ['correct'],
    place: device,
    scorer: openGenevalScorer(judge, installed.decide, mediaOf(config), {
      isOpen: (id) => isEvaluationOpen(db, id),
    }) as Scorer,
    findMoved: () => findMovedAnswer(judge, name, config.modelRoots, installed.decide),
  };
}

async function openVlmJudge(
  loaded: LoadedJudge,
  config: Config,
  db: Db,
  options: JudgeOptions,
): Promise<Served> {
  const model = await openModel(loaded, config, options);
  const { document, revision } = vlmJudgeDocument(loaded, model.document);
  const { name, prompts, manifest } = loaded;
  return {
    name,
    kind: 'VLM',
    revision,
    document,
    criteria: prompts.criteria && [...prompts.criteria],
    place: model.place,
    scorer: openVlmScorer({
      revision,
      prompts,
      maxNewTokens: manifest.decoding.maxNewTokens,
      pictureLimit: manifest.pictures.limit,
      media: mediaOf(config),
      batch: null,
      modelFor: async (id) => model.forEvaluation(id, model.remote && (await findSpending(db, id))),
      remote: model.remote,
      isOpen: (id) => isEvaluationOpen(db, id),
      close: model.close,
    }) as Scorer,
    // A golden set lies beside the judge, or beside the model that several judges ask.
    findMoved: async () => {
      const asked = model.forEvaluation('golden', null);
      const names = model.name === null ? [name] : [name, model.name];
      for (const golden of names) {
        const moved = await findMovedReply(asked, golden, config.modelRoots);
        if (moved) return `${moved}. ${REINSTALL}`;
      }
      return null;
    },
  };
}

const mediaOf = (config: Config) => openMediaFolder(join(config.home, 'media'));
