import type { ReactNode } from 'react';
import type { PieceFragment } from './answer.generated.ts';
import { Picture } from './Picture.tsx';

interface PiecesProps {
  content: readonly PieceFragment[];
  /** `question` or `response`, for the words about its pictures. */
  of: string;
  /** What is drawn over the first picture. */
  overlay?: ReactNode;
}

/** Text and pictures in their order. */
export function Pieces({ content, of, overlay }: PiecesProps) {
  const pictures = content.filter((piece) => 'image' in piece);
  return (
    <div className="pieces">
      {content.map((piece, index) => {
        const key = `${index}`;
        if ('text' in piece) return <p key={key}>{piece.text}</p>;
        if ('path' in piece) {
          return (
            <p key={key} className="notice">
              The picture {piece.path} is not stored here.
            </p>
          );
        }
        const place = pictures.indexOf(piece);
        return (
          <Picture
            key={key}
            image={piece.image}
            alt={`Picture ${place + 1} of ${pictures.length} in the ${of}`}
          >
            {place === 0 && overlay}
          </Picture>
        );
      })}
    </div>
  );
}
