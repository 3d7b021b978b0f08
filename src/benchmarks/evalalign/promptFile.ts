import { AppError } from '../../core/errors.ts';
import { pythonString } from '../pythonString.ts';
import { skillsOf } from './skills.ts';

/** The published script, in which the faithfulness questions are written. */
export const FAITHFULNESS_PY = 'test_faithfulness.py';

/** Question with its options, by skill slug, as it follows the picture. */
export type FaithfulnessPrompts = Readonly<Record<string, string>>;

/** Reads the five questions out of the published script. Throws INVALID_INPUT naming the first that is not there. */
export function parseFaithfulnessFile(text: string): FaithfulnessPrompts {
  return Object.fromEntries(
    skillsOf('faithfulness').map(({ name, slug }) => {
      const body = new RegExp(`"${name}" *: *"((?:[^"\\\\\\n]|\\\\.)*)"`).exec(text)?.[1];
      const question = body === undefined ? null : pythonString(body);
      // The picture's place is marked, and the call puts it there.
      if (!question?.startsWith('<image>\n')) {
        const fault = `it has no question "${name}" that begins with <image>`;
        throw new AppError('INVALID_INPUT', `This is not EvalAlign's ${FAITHFULNESS_PY}: ${fault}`);
      }
      return [slug, question.slice('<image>\n'.length)];
    }),
  );
}
