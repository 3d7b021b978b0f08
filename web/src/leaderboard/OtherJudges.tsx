import { Link } from '@tanstack/react-router';
import { judgeAddress } from '../choosing/slices.ts';
import { count, shortRevision } from '../format.ts';
import type { BoardQuery } from './board.generated.ts';

interface OtherJudgesProps {
  others: BoardQuery['leaderboard']['otherJudges'];
}

/** Models that this board does not show and another judge's does, with the way there. */
export function OtherJudges({ others }: OtherJudgesProps) {
  const those = others.filter(({ more }) => more > 0);
  if (those.length === 0) return null;
  return (
    <ul className="note other-judges">
      {those.map(({ judge, more }) => (
        <li key={judge.revision}>
          {count(more)} more {more === 1 ? 'model' : 'models'} under{' '}
          <Link
            from="/"
            to="/"
            search={(was) => ({ ...was, judge: judgeAddress(judge), baseline: undefined })}
            title={judge.revision}
          >
            {judge.name}@{shortRevision(judge.revision)}
          </Link>
        </li>
      ))}
    </ul>
  );
}
