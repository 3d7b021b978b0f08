import { shortRevision } from '../format.ts';
import type { BoardQuery } from './board.generated.ts';

type Shown = Pick<BoardQuery['leaderboard'], 'judge' | 'judgeChoice'>;

const WHY: Readonly<Record<NonNullable<Shown['judgeChoice']>, string | null>> = {
  ASKED: null,
  PINNED: 'pinned',
  PUBLISHED: 'the published judge',
  MOST_MODELS: 'covers most models',
  NO_OTHER: 'no other judge yet',
};

/** Whose numbers these are, and why theirs. */
export function JudgeTag({ judge, judgeChoice }: Shown) {
  if (!judge) return null;
  const why = judgeChoice && WHY[judgeChoice];
  return (
    <span className="tag" title={judge.revision}>
      {judge.name}@{shortRevision(judge.revision)}
      {why && ` · ${why}`}
    </span>
  );
}
