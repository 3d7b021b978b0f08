import type { Outcome, Scale } from '../benchmark.ts';
import { wholePart } from '../stated/cut.ts';
import { isCount, type StatedNumber, statedNumber } from '../stated/number.ts';
import { plainText } from '../stated/plain.ts';
import { declaresForeignScale } from '../stated/scale.ts';
import { spoken } from '../stated/thinking.ts';
import { EVALALIGN_SCALES, type Skill } from './skills.ts';

export interface StrictReading {
  outcome: Extract<Outcome, 'SCORED' | 'NOT_APPLICABLE' | 'UNPARSEABLE' | 'OUT_OF_RANGE'>;
  /** Null unless SCORED. */
  value: number | null;
}

const NOUN =
  '(?:(?:my|the|final|correct|right|best|overall|chosen|selected)[ \\t]+)*(?:answer|option|choice|score|rating|grade|verdict|selection|judge?ment)';
const IS = '(?:is|was|are|would be|should be|will be|must be)';
const GIVES =
  '(?:choose|chose|select|pick|rate|give|say|go with|opt for|answer|assign|score|grade|vote|settle on)';
const OBJECT =
  '(?:it|this|that|them|the (?:picture|image|photo|hands?|faces?|bod(?:y|ies)|answer)|option|answer|number|for|a|an|as|at|with|of|score|rating)';
const CHINESE_NOUN = '(?:最终|最后|正确|综合)?(?:答案|选项|评分|得分|分数|选择|结论)';

/** How an answer is introduced: `Answer: 1`, `The answer is 3`, `I choose 2`, `so 2`, `答案是2`, `我选2`, `\boxed{2}`. */
const introduced = new RegExp(
  [
    `(?<![\\p{L}])${NOUN}(?![\\p{L}])[ \\t]*(?:number|#)?[ \\t*_\`]*(?:(?:${IS}(?![\\p{L}])|[:=]|->|→)[\\s*_\`]*)*(?:option[ \\t]+)?`,
    `(?<![\\p{L}])(?:I|we)(?:'d|'ll| would| will)?[ \\t]+(?:therefore[ \\t]+)?${GIVES}[ \\t]+(?:${OBJECT}[ \\t]+){0,4}`,
    `(?<![\\p{L}])(?:it|this|that|I think|I believe)(?:'s|[ \\t]+${IS}|[ \\t]+(?:deserves|gets|earns|scores|rates))[ \\t]+(?:an?[ \\t]+)?`,
    `(?<![\\p{L}])(?:so|thus|therefore|hence|finally|overall|in conclusion|conclusion)[,:]?[ \\t]+`,
    `${CHINESE_NOUN}[ \\t*_]*(?:应该?)?[为是]?[ \\t]*[:]?[\\s*_]*(?:选项[ \\t]*)?`,
    `(?:我|应该?)?(?:选择?|给出?|打)[ \\t:]*`,
    `\\\\boxed\\{`,
    `<(?:answer|score|option|choice|rating)>[\\s*_\`]*`,
    `\\[\\[`,
  ].join('|'),
  'giu',
);
const wrapping = /^[\s"'“”‘*_`([{$#>]+/u;
const fence = /^\s*`{3,}[a-z]*\s*|\s*`{3,}\s*$/giu;
const list = /^[ \t]*[.:)][ \t]+\S/u;

/**
 * An option as a careful person reads it: the answer that the reply states, first or last or in so many words, and not
 * any number that it happens to name. Answers that differ, a range, another scale and counted things are UNPARSEABLE.
 * −1 is an answer only where the question offers it. Of a reply that was cut off only an answer that stands whole counts.
 */
export function parseStrict(reply: string, skill: Skill, isCut = false): StrictReading {
  const scale = EVALALIGN_SCALES[skill.dimension];
  const text = plainText(spoken(reply)).replaceAll(fence, '\n').trim();
  const value = isCut ? valueOfCut(plainText(spoken(reply)), scale) : valueIn(text, scale, false);
  if (value === null || declaresForeignScale(text, scale, value))
    return { outcome: 'UNPARSEABLE', value: null };
  if (value === -1 && skill.mayNotApply) return { outcome: 'NOT_APPLICABLE', value: null };
  if (value < scale.min || value > scale.max) return { outcome: 'OUT_OF_RANGE', value: null };
  return { outcome: 'SCORED', value };
}

function valueOfCut(text: string, scale: Scale): number | null {
  const whole = valueIn(wholePart(text), scale, true);
  return whole === valueIn(text, scale, true) ? whole : null;
}

function valueIn(text: string, scale: Scale, isCut: boolean): number | null {
  const named = introducedIn(text, scale);
  const leading = leadingIn(text, scale);
  if (named === undefined) return (leading ?? (isCut ? undefined : lastLine(text, scale)))?.value ?? null;
  if (leading === undefined || leading.value === named.value || list.test(leading.rest)) return named.value;
  return null;
}

/** The answer that is introduced as one; of several those that are clear must agree. */
function introducedIn(text: string, scale: Scale): StatedNumber | undefined {
  const found: StatedNumber[] = [];
  for (const { 0: words, index } of text.matchAll(introduced)) {
    const said = text.slice(index + words.length).replace(wrapping, '');
    const stated = statedNumber(said, scale);
    if (stated && !isCount(stated)) found.push(isAnswer(stated) ? stated : { ...stated, value: null });
  }
  const clear = new Set(found.flatMap(({ value }) => value ?? []));
  const last = found.at(-1);
  return last && clear.size > 1 ? { ...last, value: null } : last;
}

/** The number that a reply begins with, where it is its answer. */
function leadingIn(text: string, scale: Scale): StatedNumber | undefined {
  const stated = statedNumber(text.replace(wrapping, ''), scale);
  return stated && !isCount(stated) ? (isAnswer(stated) ? stated : { ...stated, value: null }) : undefined;
}

function lastLine(text: string, scale: Scale): StatedNumber | undefined {
  const stated = leadingIn(text.slice(text.trimEnd().lastIndexOf('\n') + 1), scale);
  return stated && /^[\s"'”’*_`.。!)\]}$]*$/u.test(stated.rest) ? stated : undefined;
}

/** Not the first of the options told over: `0, all wrong. 1, some wrong. 2, all right.` */
function isAnswer(stated: StatedNumber): boolean {
  if (stated.value === null) return false;
  const mark = /^[ \t]*([.,:)、=])/u.exec(stated.rest)?.[1];
  if (mark === undefined) return true;
  const next = new RegExp(`[\\s.;,，。、]${stated.value + 1}[ \\t]*[${mark === ')' ? '\\)' : mark}]`, 'u');
  return !next.test(stated.rest.slice(0, 400)) && !/^[ \t]*[,、][ \t]*[-+]?\d/u.test(stated.rest);
}
