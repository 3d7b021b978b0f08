import type { AnswerOption, JudgeAnswer, JudgeReading } from './judging.ts';

/** Counts up whenever an answer among options may be read otherwise than before; part of a judge's revision. */
export const OPTIONS_READER = 'assay-options/1';

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
  if (probabilities === null) return readStated(options, answer.text ?? '', notApplicable);
  if (mass !== null && mass < LEAST_MASS) {
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

/** The option that text begins with, by its longest spelling; undefined when it begins with none. */
export function statedOption(options: readonly AnswerOption[], text: string): AnswerOption | undefined {
  const said = text.replace(/^[\s"'“‘*_(]+/u, '').toLowerCase();
  const spelled = options.flatMap((option) =>
    option.spellings.map((spelling) => ({ option, spelling: spelling.trim().toLowerCase() })),
  );
  const stated = spelled
    .filter(({ spelling }) => said.startsWith(spelling) && !continues(said.slice(spelling.length)))
    .sort((a, b) => b.spelling.length - a.spelling.length);
  return stated[0]?.option;
}

/** Whether what follows makes another word or number of it: "nothing" is not "no", "2.5" not "2", "3-4" neither. */
function continues(rest: string): boolean {
  return /^(?:[\p{L}\p{N}_]|[.,/-]\p{N})/u.test(rest);
}

function readStated(
  options: readonly AnswerOption[],
  text: string,
  notApplicable: number | null,
): JudgeReading {
  const stated = statedOption(options, text);
  if (!stated) return without('UNPARSEABLE', 'the judge named none of the options');
  if (stated.value === notApplicable) return without('NOT_APPLICABLE', null);
  return { outcome: 'SCORED', value: stated.value, officialValue: stated.value, reason: null };
}

function without(outcome: JudgeReading['outcome'], reason: string | null): JudgeReading {
  return { outcome, value: null, officialValue: null, reason };
}
