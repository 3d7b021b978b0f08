import { sha256 } from '../../core/canonicalJson.ts';
import { type JudgePrompts, type JudgeReading, pictureOf, textOf, withoutPicture } from '../judging.ts';
import { statedOption, yesNo } from '../options.ts';

/** Counts up whenever a verdict may be read otherwise than before; part of a judge's revision. */
const SANA_READER = 'assay-sana/2';

/** The two lines of nvila_sana_pick.py, word by word. */
function verifierPrompt(prompt: string): string {
  return `You are an AI assistant specializing in image analysis and ranking. Your task is to analyze and compare image based on how well they match the given prompt.
The given prompt is:${prompt}. Please consider the prompt and the image to make a decision and response directly with 'yes' or 'no'.
`;
}

const OPTIONS = yesNo({ yes: 1, no: 0 });

/**
 * The yes/no verifier of SANA-1.5 as a judge of GenEval's one criterion: the picture, then the prompt. The verdict
 * is the word; what it gave each of the two is kept for selecting among pictures.
 */
export function sanaVerifierPrompts(): JudgePrompts {
  return {
    criteria: ['correct'],
    document: { prompts: sha256(verifierPrompt('{prompt}')), parser: SANA_READER },
    plan(item) {
      const picture = pictureOf(item);
      if (!picture) return withoutPicture(item);
      const content = [picture, { text: verifierPrompt(textOf(item.question)) }];
      return item.asked.map(({ slug }) => ({
        part: slug,
        messages: [{ role: 'user', content }],
        options: OPTIONS,
        isTruncated: false,
      }));
    },
    read: (_item, _call, { text, isCut }) => verdict(text ?? '', isCut),
  };
}

/** The script takes exactly "yes" for yes and everything else for no; strictly, a reply must say one or the other. */
function verdict(text: string, isCut: boolean | undefined): JudgeReading {
  const officialValue = text.trim() === 'yes' ? 1 : 0;
  const stated = statedOption(OPTIONS, text, isCut);
  if (!stated) {
    const reason = 'the judge said neither yes nor no';
    return { outcome: 'UNPARSEABLE', value: null, officialValue, reason };
  }
  return { outcome: 'SCORED', value: stated.value, officialValue, reason: null };
}
