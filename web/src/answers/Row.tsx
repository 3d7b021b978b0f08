import { memo } from 'react';
import { pictureAddress } from '../base.ts';
import { NONE, short } from '../format.ts';
import { OUTCOME_NAMES } from '../outcomes.ts';
import { placeOn } from '../scale.ts';
import type { AnswerRow } from './useBook.ts';

interface RowProps {
  row: AnswerRow | undefined;
  /** Whether the criterion needs saying. */
  isOneOfMany: boolean;
}

/** What a row of the list shows; a place for it while it is on its way. */
export const Row = memo(function Row({ row, isOneOfMany }: RowProps) {
  if (!row) return <span className="answers-coming">…</span>;
  const { response, outcome, value, criterion, reason } = row;
  const { question, content, sampleIndex } = response;
  const picture = content.find((segment) => 'image' in segment);
  const asked = textOf(question.content) || question.externalId;
  const about = [
    question.externalId,
    question.slice.name,
    `sample ${sampleIndex}`,
    isOneOfMany && criterion.name,
    reason,
  ].filter(Boolean);
  return (
    <>
      {picture && 'image' in picture ? (
        <img
          className="answers-thumbnail"
          src={pictureAddress(picture.image.thumbnailUrl)}
          alt=""
          width="44"
          height="44"
          decoding="async"
        />
      ) : (
        <span className="answers-thumbnail" />
      )}
      <span className="answers-text">
        <span className="answers-asked" title={asked}>
          {asked}
        </span>
        <span className="answers-about" title={about.join(' · ')}>
          {about.join(' · ')}
        </span>
      </span>
      <span className="answers-score">
        {outcome === 'SCORED' ? <Value value={value} scale={criterion.scale} /> : OUTCOME_NAMES[outcome]}
      </span>
    </>
  );
});

function Value({ value, scale }: { value: number | null; scale: { min: number; max: number } }) {
  if (value === null) return NONE;
  return (
    <>
      <span className="answers-bar" aria-hidden="true">
        <span style={{ width: `${placeOn(scale, value) * 100}%` }} />
      </span>
      {short(value)}
    </>
  );
}

const MOST_CHARACTERS = 160;

/** The beginning of the words among the pieces. */
function textOf(content: readonly ({ text: string } | Record<PropertyKey, never>)[]): string {
  const words = content.flatMap((piece) => ('text' in piece && piece.text ? [piece.text] : [])).join(' ');
  return words.length > MOST_CHARACTERS ? `${words.slice(0, MOST_CHARACTERS)}…` : words;
}
