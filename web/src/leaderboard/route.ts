import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { root } from '../root.ts';
import { leaderboardSearch } from './search.ts';

export const leaderboardRoute = createRoute({
  getParentRoute: () => root,
  path: '/',
  validateSearch: leaderboardSearch,
  component: lazyRouteComponent(() => import('./page.tsx'), 'LeaderboardPage'),
});
