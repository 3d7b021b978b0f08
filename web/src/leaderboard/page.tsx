import { Page } from '../components/Page.tsx';

export function LeaderboardPage() {
  return <Page title="Leaderboard">{null}</Page>;
}
