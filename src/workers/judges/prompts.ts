import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { evalalignPrompts } from '../../benchmarks/evalalign/prompt.ts';
import type { JudgePrompts } from '../../benchmarks/judging.ts';
import { mmieCriteriaPrompts } from '../../benchmarks/mmie/promptCriteria.ts';
import { mmieScorePrompts } from '../../benchmarks/mmie/promptScore.ts';
import { rubricPrompts } from '../../benchmarks/rubric/prompt.ts';
import { parseRubric } from '../../benchmarks/rubric/rubric.ts';
import { sanaVerifierPrompts } from '../../benchmarks/sana/prompt.ts';
import { storyJudgePrompts } from '../../benchmarks/storyDemo/judge.ts';
import { AppError } from '../../core/errors.ts';
import type { Installed } from '../installed.ts';
import type { JudgeManifest } from '../manifest.ts';

/** Published prompts as they were installed, beside the judge's manifest under ASSAY_HOME. */
export const PROMPTS_FILE = 'prompts.json';

const mmieFile = z.object({ prompts: z.object({ SA: z.string(), PBL: z.string(), MSR: z.string() }) });
const evalalignFile = z.object({ prompts: z.record(z.string(), z.string()) });

/** What a judge is asked. Throws NOT_FOUND with the remedy when that is not installed. */
export async function openPrompts(
  { manifest, paths }: Installed<JudgeManifest>,
  roots: readonly string[],
): Promise<JudgePrompts> {
  const { prompts, name, answer } = manifest;
  switch (prompts.family) {
    case 'mmie-score':
      return mmieScorePrompts((await installedPrompts(name, roots, mmieFile)).prompts, prompts.variant);
    case 'mmie-criteria':
      return mmieCriteriaPrompts();
    case 'evalalign': {
      if (prompts.variant === 'own-wording') return evalalignPrompts(answer, null);
      const published = await installedPrompts(name, roots, evalalignFile);
      return evalalignPrompts(answer, published.prompts);
    }
    case 'sana-verifier':
      return sanaVerifierPrompts();
    case 'story-demo':
      return storyJudgePrompts;
    case 'rubric': {
      const path = paths['rubric'];
      if (!path)
        throw new AppError(
          'INVALID_INPUT',
          `${name}: a judge by rubric needs a file "rubric" in its manifest`,
        );
      return rubricPrompts(parseRubric(await readFile(path, 'utf8'), path));
    }
  }
}

async function installedPrompts<T>(name: string, roots: readonly string[], schema: z.ZodType<T>): Promise<T> {
  for (const root of roots) {
    const path = join(root, name, PROMPTS_FILE);
    const text = await readFile(path, 'utf8').catch(() => null);
    if (text === null) continue;
    try {
      return schema.parse(JSON.parse(text));
    } catch {
      throw new AppError('INVALID_INPUT', `${path} is damaged; ${installing(name)}`);
    }
  }
  throw new AppError('NOT_FOUND', `The published prompts of ${name} are not installed; ${installing(name)}`);
}

const installing = (name: string): string => `run \`assay judges install ${name} --prompts FILE\``;
