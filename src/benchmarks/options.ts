import type { Scale } from './benchmark.ts';
import type { AnswerOption, JudgeAnswer, JudgeReading } from './judging.ts';
import { beginsScale } from './stated/cut.ts';
import { statedNumber } from './stated/number.ts';
import { plainText } from './stated/plain.ts';
import { spoken } from './stated/thinking.ts';

/** Counts up whenever an answer among options may be read otherwise than before; part of a judge's revision. */
export const OPTIONS_READER = 'assay-options/2';

/** Below this share of the whole distribution the options were not what the judge wanted to say. */
const LEAST_MASS = 0.1;

const YES = ['yes', 'Yes', 'YES', ' yes', ' Yes'];
const NO = ['no', 'No', 'NO', ' no', ' No'];

/** Yes and no in every usual spelling, worth what the criterion's scale says. */
export function yesNo(values: { yes: number; no: number }): AnswerOption[] {
  return [
    { value: values.yes, spellings: YES },
    { value: values.no, spellings: NO },
  ];
}

/** The whole numbers of a scale as digits. */
export function digits(min: number, max: number): AnswerOption[] {
  return Array.from({ length: max - min + 1 }, (_, index) => {
    const digit = String(min + index);
    return { value: min + index, spellings: [digit, ` ${digit}`] };
  });
}

/**
 * The expected value Σ p·value over the options. `notApplicable` is the option that says the question does not fit:
 * where it is the likeliest there is no value, elsewhere its probability is left out. A judge that gives no
 * probabilities is taken at its word.
 */
export function readOptions(
  options: readonly AnswerOption[],
  answer: JudgeAnswer,
  notApplicable: number | null = null,
): JudgeReading {
  const { probabilities, mass } = answer;
  if (probabilities === null) return readStated(options, answer, notApplicable);
  if (!probabilities.every((p) => p >= 0 && p <= 1.001) || !probabilities.some((p) => p > 0))
    return without('UNPARSEABLE', 'the probabilities of the options are no probabilities');
  if (mass !== null && !(mass >= LEAST_MASS)) {
    return without('UNPARSEABLE', `the options had ${(mass * 100).toFixed(1)} % of what the judge might say`);
  }
  const weighed = options.map(({ value }, index) => ({ value, p: probabilities[index] ?? 0 }));
  const likeliest = weighed.reduce((best, option) => (option.p > best.p ? option : best));
  if (likeliest.value === notApplicable) return without('NOT_APPLICABLE', null);
  const counted = weighed.filter(({ value }) => value !== notApplicable);
  const total = counted.reduce((sum, { p }) => sum + p, 0);
  const value = counted.reduce((sum, option) => sum + option.p * option.value, 0) / total;
  return { outcome: 'SCORED', value, officialValue: value, reason: null };
}

/** `Answer: 2`, `The answer is yes`, `答案是2`: what may stand before the option. */
const introduction =
  /^(?:(?:(?:my|the|final|correct)\s+)*(?:answer|option|choice)\b[\s*_]*(?:is\b|[:=])?|(?:最终|正确)?(?:答案|选项|选择)[是为]?\s*:?|option\b)[\s"'“‘*_(]*/iu;
const opening = /^[\s"'“‘*_([`]+/u;

/**
 * The option that a reply states in its first words, thinking aside, by its longest spelling; undefined when it states
 * none, two, or a number on another scale. Of a reply that was cut off it counts only where something follows it.
 */
export function statedOption(
  options: readonly AnswerOption[],
  reply: string,
  isCut = false,
): AnswerOption | undefined {
  const said = plainText(spoken(reply)).replace(opening, '').replace(introduction, '').toLowerCase();
  const found = beginningOption(options, said);
  if (!found) return undefined;
  const rest = said.slice(found.length);
  if (isCut && (!isFollowed.test(rest) || beginsScale(rest))) return undefined;
  const second = anotherOption.exec(rest);
  if (second && beginningOption(options, rest.slice(second[0].length))) return undefined;
  return found.option;
}

/** What shows that an option is at its end: "2" may go on to "25". */
const isFollowed = /^[*_"']*(?:[.,;:!)\]。，；、]|\s)\s*\S/u;
/** `yes or no`, `2/3`, `1, 2`: whoever names two has not chosen. */
const anotherOption = /^[\s*_"']*(?:or|and|to|[,/|、~-])[\s*_"']*/u;

function beginningOption(
  options: readonly AnswerOption[],
  said: string,
): { option: AnswerOption; length: number } | undefined {
  const number = statedNumber(said, scaleOf(options));
  const spelled = options.flatMap((option) =>
    option.spellings.map((spelling) => ({ option, spelling: plainText(spelling).trim().toLowerCase() })),
  );
  const stated = spelled
    .filter(({ spelling }) => said.startsWith(spelling) && !continues(said.slice(spelling.length)))
    .sort((a, b) => b.spelling.length - a.spelling.length)[0];
  if (stated) {
    const isOtherwise = number !== undefined && isNumeral(stated.spelling) && number.value === null;
    return isOtherwise ? undefined : { option: stated.option, length: stated.spelling.length };
  }
  // A numeral that is spelled otherwise: "two", "二", "2.0".
  if (number?.value === undefined || number.value === null) return undefined;
  const option = spelled.find(
    ({ spelling }) => isNumeral(spelling) && Number(spelling) === number.value,
  )?.option;
  return option && { option, length: said.length - number.rest.length };
}

const isNumeral = (spelling: string): boolean => /^-?\d+(?:\.\d+)?$/.test(spelling);

function scaleOf(options: readonly AnswerOption[]): Scale {
  const values = options.map(({ value }) => value);
  return { min: Math.min(...values), max: Math.max(...values) };
}

/** Whether what follows makes another word or number of it: "nothing" is not "no", "2.5" not "2", "3-4" neither. */
function continues(rest: string): boolean {
  return /^(?:[\p{L}\p{N}_%]|[.,/-]\p{N})/u.test(rest) && !/^[分点點점](?!\p{L})/u.test(rest);
}

function readStated(
  options: readonly AnswerOption[],
  { text, isCut }: JudgeAnswer,
  notApplicable: number | null,
): JudgeReading {
  const stated = statedOption(options, text ?? '', isCut);
  if (!stated) {
    const reason = isCut
      ? 'the judge was cut off before it had named one of the options'
      : 'the judge named none of the options';
    return without('UNPARSEABLE', reason);
  }
  if (stated.value === notApplicable) return without('NOT_APPLICABLE', null);
  return { outcome: 'SCORED', value: stated.value, officialValue: stated.value, reason: null };
}

function without(outcome: JudgeReading['outcome'], reason: string | null): JudgeReading {
  return { outcome, value: null, officialValue: null, reason };
}
