/** A piece of a text, and whether it begins where the text does. */
export interface Piece {
  readonly text: string;
  readonly isFirst: boolean;
}

export type Behavior = 'Isolated' | 'Removed' | 'MergedWithPrevious' | 'MergedWithNext' | 'Contiguous';

interface Span {
  readonly start: number;
  readonly end: number;
  readonly isMatch: boolean;
}

/** `NormalizedString::split` of tokenizers: what becomes of the matches of a pattern and of what lies between them. */
export function split(
  pieces: readonly Piece[],
  pattern: RegExp,
  behavior: Behavior,
  invert = false,
): Piece[] {
  return pieces.flatMap(({ text, isFirst }) =>
    joined(spansOf(text, pattern, invert), behavior)
      .filter(({ start, end }) => start < end)
      .map(({ start, end }) => ({ text: text.slice(start, end), isFirst: isFirst && start === 0 })),
  );
}

function spansOf(text: string, pattern: RegExp, invert: boolean): Span[] {
  const spans: Span[] = [];
  let from = 0;
  for (const { 0: found, index } of text.matchAll(pattern)) {
    if (from < index) spans.push({ start: from, end: index, isMatch: invert });
    from = index + found.length;
    spans.push({ start: index, end: from, isMatch: !invert });
  }
  if (from < text.length) spans.push({ start: from, end: text.length, isMatch: invert });
  return spans;
}

function joined(spans: readonly Span[], behavior: Behavior): readonly Span[] {
  switch (behavior) {
    case 'Isolated':
      return spans;
    case 'Removed':
      return spans.filter(({ isMatch }) => !isMatch);
    case 'Contiguous':
      return merged(spans, (span, before) => span.isMatch === before);
    case 'MergedWithPrevious':
      return merged(spans, (span, before) => span.isMatch && !before);
    case 'MergedWithNext': {
      const backwards = merged(spans.toReversed(), (span, before) => span.isMatch && !before);
      return backwards.toReversed();
    }
  }
}

/** Joins each span to the one before it that `belongs` says so of, from whichever end they come. */
function merged(spans: readonly Span[], belongs: (span: Span, wasMatch: boolean) => boolean): Span[] {
  const found: Span[] = [];
  let wasMatch = false;
  for (const span of spans) {
    const last = found.at(-1);
    if (last && belongs(span, wasMatch)) {
      const [start, end] = [Math.min(last.start, span.start), Math.max(last.end, span.end)];
      found.splice(-1, 1, { ...last, start, end });
    } else found.push(span);
    wasMatch = span.isMatch;
  }
  return found;
}
