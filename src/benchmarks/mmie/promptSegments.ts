import type { Segment } from '../benchmark.ts';
import { type JudgeInput, judgeInput, type MmieSegment } from './truncate.ts';

/** Stands for `<image>` in people's own words, which must not be taken for a picture. */
const OWN = '<\ue000image>';

export interface Shown {
  /** Text with a line per picture. */
  question: string;
  answer: string;
  pictures: Segment[];
  truncated: boolean;
  /** False where the published script drops the record. */
  judged: boolean;
}

/** All of a question and its answer, pictures numbered over both. */
export function shownWhole(question: readonly Segment[], answer: readonly Segment[]): Shown {
  const pictures: Segment[] = [];
  const text = (content: readonly Segment[]): string =>
    content
      .map((segment) =>
        'text' in segment ? `${kept(segment.text)}\n` : `Image-${pictures.push(segment) - 1}: <image>\n`,
      )
      .join('');
  return { question: text(question), answer: text(answer), pictures, truncated: false, judged: true };
}

/** As much as the published script shows. */
export function shownAsPublished(question: readonly Segment[], answer: readonly Segment[]): Shown {
  const pictures: Segment[] = [];
  // A picture is named by its place, so that one shown twice is counted twice.
  const steps = (content: readonly Segment[]): MmieSegment[] => {
    const found: MmieSegment[] = [];
    for (const segment of content) {
      if ('text' in segment) {
        found.push({ text: kept(segment.text), image: null });
        continue;
      }
      const image = String(pictures.push(segment) - 1);
      const last = found.at(-1);
      // The files pair a step's text with its picture; a picture after a picture is a step of its own.
      if (last && last.image === null) last.image = image;
      else found.push({ text: null, image });
    }
    return found;
  };
  const { images, missing: _, ...input }: JudgeInput = judgeInput(steps(question), steps(answer), () => true);
  return { ...input, pictures: images.map((place) => pictures[Number(place)] as Segment) };
}

/** Text with a line per picture as segments, the pictures in place of `<image>`. */
export function withPictures(text: string, pictures: readonly Segment[]): Segment[] {
  const pieces = text.split('<image>');
  return pieces.flatMap((piece, index) => {
    const own = piece.replaceAll(OWN, '<image>');
    const picture = pictures[index];
    return [
      ...(own === '' ? [] : [{ text: own }]),
      ...(index < pieces.length - 1 && picture ? [picture] : []),
    ];
  });
}

/** Text of people, safe to be searched for pictures. */
export function kept(text: string): string {
  return text.replaceAll('<image>', OWN);
}
