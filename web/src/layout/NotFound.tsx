import { Link } from '@tanstack/react-router';
import { EmptyState } from '../components/EmptyState.tsx';
import { Page } from '../components/Page.tsx';

export function NotFound() {
  return (
    <Page title="Not here">
      <EmptyState title="There is no such page">
        Go on to the <Link to="/">leaderboard</Link>.
      </EmptyState>
    </Page>
  );
}
