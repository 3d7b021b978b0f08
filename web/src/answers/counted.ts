import { count } from '../format.ts';

const answersText = (answers: number): string => `${count(answers)} ${answers === 1 ? 'answer' : 'answers'}`;

/** How long a list is: in answers, and in scores too where an answer has several rows. */
export const countedText = (answers: number, scores: number): string =>
  answers === scores ? answersText(answers) : `${answersText(answers)}, ${count(scores)} scores`;
