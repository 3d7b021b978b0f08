import { readFile } from 'node:fs/promises';
import { EVALALIGN_VARIANTS } from '../../benchmarks/evalalign/prompt.ts';
import type { JudgePrompts } from '../../benchmarks/judging.ts';
import { MMIE_VARIANTS } from '../../benchmarks/mmie/promptScore.ts';
import { rubricPrompts } from '../../benchmarks/rubric/prompt.ts';
import { parseRubric } from '../../benchmarks/rubric/rubric.ts';
import { AppError } from '../../core/errors.ts';
import { type Installed, loadModel, manifestNames } from '../installed.ts';
import type { JudgeManifest } from '../manifest.ts';
import { openPrompts } from './prompts.ts';

/** Answers of a rubric are options; this is for models that must be asked in words after all. */
const RUBRIC_TOKENS = 64;

/** A judge without the model that it asks. */
export interface LoadedJudge {
  name: string;
  manifest: Pick<JudgeManifest, 'model' | 'revision' | 'decoding' | 'pictures' | 'answer' | 'prompts'>;
  prompts: JudgePrompts;
}

export interface JudgeChoice {
  /** Instead of the manifest's own. */
  variant?: string | undefined;
  answer?: string | undefined;
}

/** A judge with a manifest of kind "judge", in one of its variants. */
export async function loadVlmJudge(
  name: string,
  roots: readonly string[],
  choice: JudgeChoice = {},
): Promise<LoadedJudge> {
  const { manifest, paths } = await loadModel(name, roots);
  if (manifest.kind !== 'judge')
    throw new AppError('INVALID_INPUT', `${name} is a ${manifest.kind}: its manifest needs kind "judge"`);
  const chosen = { manifest: choose(manifest, choice), paths } satisfies Installed<JudgeManifest>;
  return { name, manifest: chosen.manifest, prompts: await openPrompts(chosen, roots) };
}

/** A judge by a rubric of the user's own, named as the rubric says. */
export async function loadRubricJudge(path: string, roots: readonly string[]): Promise<LoadedJudge> {
  const rubric = parseRubric(await readFile(path, 'utf8'), path);
  if ((await manifestNames(roots)).includes(rubric.name))
    throw new AppError(
      'CONFLICT',
      `${path}: "name": ${rubric.name} is the name of a model that there is already`,
    );
  return {
    name: rubric.name,
    manifest: {
      model: null,
      revision: 'not given',
      prompts: { family: 'rubric' },
      answer: 'options',
      decoding: { maxNewTokens: RUBRIC_TOKENS },
      pictures: { limit: null },
    },
    prompts: rubricPrompts(rubric),
  };
}

function choose(manifest: JudgeManifest, { variant, answer }: JudgeChoice): JudgeManifest {
  const chosen = structuredClone(manifest);
  const { family } = chosen.prompts;
  if (variant !== undefined) {
    const variants: Readonly<Record<string, readonly string[]>> = {
      'mmie-score': MMIE_VARIANTS,
      evalalign: EVALALIGN_VARIANTS,
    };
    check(`${manifest.name} variant`, variant, variants[family] ?? []);
    Object.assign(chosen.prompts, { variant });
  }
  if (answer !== undefined) {
    check(
      `${manifest.name} answer`,
      answer,
      family === 'evalalign' ? ['text', 'options'] : [manifest.answer],
    );
    chosen.answer = answer === 'text' ? 'text' : 'options';
  }
  return chosen;
}

function check(what: string, given: string, known: readonly string[]): void {
  if (known.includes(given)) return;
  const list = known.length > 0 ? `there are ${known.join(', ')}` : 'there is none to choose';
  throw new AppError('INVALID_INPUT', `${what} "${given}": ${list}`);
}
