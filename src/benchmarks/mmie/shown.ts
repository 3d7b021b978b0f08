import type { Segment } from '../benchmark.ts';

/** How the evaluator's input names a picture; `n` counts over the question, then the answer (dataset.py). */
const picture = /Image-(\d+): <image>\n?/g;

/**
 * What the judge was shown, with its pictures back in place: the evaluator's output has the text with a line per
 * picture, and the paths in a list beside it. A number that the list lacks stays text.
 */
export function shownSegments(text: string, images: readonly string[]): Segment[] {
  const segments: Segment[] = [];
  let end = 0;
  const addText = (piece: string): void => {
    // The script ends every piece with a line break of its own.
    const own = piece.replace(/\n$/, '');
    if (own !== '') segments.push({ text: own });
  };
  for (const match of text.matchAll(picture)) {
    const path = images[Number(match[1])];
    if (path === undefined) continue;
    addText(text.slice(end, match.index));
    segments.push({ missingImage: path });
    end = match.index + match[0].length;
  }
  addText(text.slice(end));
  return segments;
}
