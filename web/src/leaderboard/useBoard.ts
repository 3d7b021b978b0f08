import { useMemo, useState } from 'react';
import { useQuery } from 'urql';
import { useFollow } from '../graphql/follow.ts';
import { announce } from '../layout/Announcer.tsx';
import { BoardChangesDocument, BoardDocument, type BoardQueryVariables } from './board.generated.ts';
import { rowsOf } from './rows.ts';
import type { LeaderboardSearch } from './search.ts';
import { useDifferences } from './useDifferences.ts';

/** What the address chooses, as the API is asked for it. */
export function questionOf(search: LeaderboardSearch & { benchmark: string }): BoardQueryVariables {
  const { benchmark, category, domain, subdomain, criterion, judge, mode, missing, incomplete } = search;
  return {
    ...{ benchmark, category, domain, subdomain, criterion, judge },
    mode: mode ?? 'STRICT',
    missing: missing ?? 'DROP',
    rankIncomplete: incomplete ?? false,
  };
}

/** The leaderboard that the address asks for, asked for again whenever scores changed. */
export function useBoard(search: LeaderboardSearch & { benchmark: string }) {
  const question = questionOf(search);
  const [version, setVersion] = useState(0);
  const [{ data, error, fetching }, ask] = useQuery({ query: BoardDocument, variables: question });
  const refresh = () => {
    ask({ requestPolicy: 'network-only' });
    setVersion((was) => was + 1);
  };
  useFollow(
    BoardChangesDocument,
    { benchmark: search.benchmark },
    {
      cursorOf: ({ leaderboardChanged }) => leaderboardChanged.cursor,
      onData: () => {
        refresh();
        announce('The leaderboard was updated.');
      },
    },
  );
  const board = data?.leaderboard;
  const entries = board?.nodes ?? [];
  const { category, domain, subdomain, criterion, mode } = question;
  const compared = useDifferences(
    search.baseline,
    entries.map(({ evaluation }) => evaluation.id),
    { category, domain, subdomain, criterion, mode },
    version,
  );
  const { differences } = compared;
  const rows = useMemo(() => rowsOf(board?.nodes ?? [], differences), [board, differences]);
  return { board, rows, version, question, error, fetching, refresh, compareError: compared.error };
}
