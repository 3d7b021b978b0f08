import type { Client } from '../../src/cli/client/client.ts';
import { addQuestions, aTextRun, type ImportedQuestion, importEvaluation } from './imported.ts';

/** Of MMIE: three categories, four domains, three subdomains, six questions a domain. */
export const QUESTIONS: readonly ImportedQuestion[] = [
  ['situational-analysis', 'literature'],
  ['project-based-learning', 'finance', 'loans'],
  ['project-based-learning', 'finance', 'taxes'],
  ['project-based-learning', 'health', 'diet'],
  ['multi-step-reasoning', 'mathematics'],
].flatMap((slices, part) => Array.from({ length: 6 }, (_, at) => ({ externalId: `q${part}${at}`, slices })));

export const CRITERIA = ['overall', 'text-quality'];

interface Evaluated {
  model: string;
  judge?: string;
  /** Overall value of the n-th question; a text is the judge's reply as it stands, null is none. */
  says(at: number): number | string | null;
  /** Questions answered, from the first on. */
  answered?: number;
}

/** An evaluation of a model on MMIE; its global id. */
export async function anMmieEvaluation(
  client: Client,
  { model, judge = 'judge', says, answered = QUESTIONS.length }: Evaluated,
): Promise<string> {
  const questions = QUESTIONS.slice(0, answered);
  const ids = questions.map(({ externalId }) => externalId);
  const run = await aTextRun(client, { benchmark: 'mmie', model, questions: ids });
  const replies = ids.map((question, at) => {
    const said = says(at);
    return { question, criterion: 'overall', text: typeof said === 'number' ? `### Score: ${said}` : said };
  });
  const scores = questions
    .filter(({ slices }) => slices[0] !== 'multi-step-reasoning')
    .map(({ externalId }, at) => ({ question: externalId, criterion: 'text-quality', value: at % 2 }));
  return importEvaluation(client, run, { name: judge, criteria: CRITERIA }, { replies, scores });
}

export interface AnMmieBoard {
  amber: string;
  basalt: string;
  cobalt: string;
  dune: string;
}

/**
 * Four models and two judges. By the judge of the newest evaluation amber leads, basalt and cobalt cannot be told
 * apart, and dune lacks four answers and one reply; by the other judge basalt leads amber.
 */
export async function anMmieBoard(client: Client): Promise<AnMmieBoard> {
  await addQuestions(client, 'mmie', QUESTIONS);
  const second = { judge: 'second-judge' };
  await anMmieEvaluation(client, { ...second, model: 'amber', says: (at) => 1 + (at % 2) });
  await anMmieEvaluation(client, { ...second, model: 'basalt', says: (at) => 4 + (at % 2) });
  return {
    // Read as 0 by the published script, which takes the first number.
    amber: await anMmieEvaluation(client, {
      model: 'amber',
      says: (at) => (at === 0 ? '### Score (0-6)\n4' : 5 + (at % 2)),
    }),
    basalt: await anMmieEvaluation(client, { model: 'basalt', says: (at) => 3 + (at % 2) }),
    cobalt: await anMmieEvaluation(client, { model: 'cobalt', says: (at) => 4 - (at % 2) }),
    dune: await anMmieEvaluation(client, {
      model: 'dune',
      // Each part has a mean of its own, so that a board shows which part it is of.
      says: (at) => (at === 1 ? null : ([at % 2, at % 2, 2, 1][Math.floor(at / 6)] ?? at % 2)),
      answered: QUESTIONS.length - 4,
    }),
  };
}
