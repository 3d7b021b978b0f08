import type { Benchmark } from '../choosing/slices.ts';
import { ExportButtons } from '../export/ExportButtons.tsx';
import { LinkDialog } from '../export/LinkDialog.tsx';
import { shortRevision } from '../format.ts';
import type { Axes } from './axes.ts';
import { drawBoard } from './boardDrawing.ts';
import type { Row } from './rows.ts';
import type { LeaderboardSearch } from './search.ts';
import { boardCsv } from './tables.ts';

interface ExportBoardProps {
  benchmark: Benchmark;
  search: LeaderboardSearch;
  judge: { name: string; revision: string } | null;
  rows: readonly Row[];
  axes: Axes;
  baseline: Row | undefined;
}

export function ExportBoard({ benchmark, search, judge, rows, axes, baseline }: ExportBoardProps) {
  const { category, domain, subdomain, criterion, mode = 'STRICT' } = search;
  const part = [category, domain, subdomain, criterion].filter((each) => each !== undefined);
  const below = [
    ...part,
    `${mode.toLowerCase()} reading`,
    judge ? `${judge.name}@${shortRevision(judge.revision)}` : '',
    search.missing === 'BOUNDS' ? 'bars are bounds' : '95 % intervals',
    baseline ? `differences from ${baseline.model}` : '',
  ];
  const captions = { title: benchmark.name, below: below.filter(Boolean).join(' · ') };
  return (
    <span className="actions">
      <ExportButtons
        name={['leaderboard', benchmark.slug, ...part].join('-')}
        what="the leaderboard"
        csv={() => boardCsv(rows, baseline !== undefined)}
        draw={(ink) => drawBoard(rows, axes, captions, ink)}
      />
      <LinkDialog
        what="the leaderboard"
        table="LEADERBOARD"
        filters={{
          ...{ benchmark: benchmark.slug, category, domain, subdomain, criterion },
          ...{ judge: search.judge, mode, missing: search.missing, rankIncomplete: search.incomplete },
        }}
      />
    </span>
  );
}
