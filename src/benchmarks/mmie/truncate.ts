/** One piece of a question or answer as MMIE's files hold it: text, a picture's relative path, both, or neither. */
export interface MmieSegment {
  text: string | null;
  image: string | null;
}

export interface JudgeInput {
  /** Text with a line per picture, as the judge's prompt holds it. */
  question: string;
  answer: string;
  /** Paths of the pictures shown, question first; the prompt numbers them from 0. */
  images: string[];
  /** Paths that the files name and the folder lacks; the script prints them and goes on. */
  missing: string[];
  /** True when some text or picture of the answer is not shown to the judge. */
  truncated: boolean;
  /** False when the script drops the record without a word: more than four pictures in the question. */
  judged: boolean;
}

/** Once this many pictures are shown, the rest of the answer is cut, text included. */
const IMAGE_LIMIT = 3;
const JUDGED_IMAGE_LIMIT = 4;

/**
 * What the judge is shown of a response (dataset.py, `get_dataset`). The limit counts the question's pictures too,
 * and is tested after a step's text is taken, so a question with three pictures leaves the first step's text alone.
 */
export function judgeInput(
  question: readonly MmieSegment[],
  answer: readonly MmieSegment[],
  imageExists: (path: string) => boolean,
): JudgeInput {
  const input: JudgeInput = {
    question: '',
    answer: '',
    images: [],
    missing: [],
    truncated: false,
    judged: true,
  };

  const line = (path: string) => {
    if (!imageExists(path)) {
      input.missing.push(path);
      return '';
    }
    return `Image-${input.images.push(path) - 1}: <image>\n`;
  };

  for (const { text, image } of question) {
    if (text !== null) input.question += `${text}\n`;
    if (image !== null) input.question += line(image);
  }

  for (const [index, { text, image }] of answer.entries()) {
    if (text !== null) input.answer += `${text}\n`;
    const isFull = input.images.length >= IMAGE_LIMIT;
    if (!isFull && image !== null) input.answer += line(image);
    if (input.images.length >= IMAGE_LIMIT) {
      const rest = [...(isFull ? [{ text: null, image }] : []), ...answer.slice(index + 1)];
      input.truncated = rest.some(
        (left) => left.text !== null || (left.image !== null && imageExists(left.image)),
      );
      break;
    }
  }

  input.judged = input.images.length <= JUDGED_IMAGE_LIMIT;
  return input;
}
