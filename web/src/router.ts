import { createRouter } from '@tanstack/react-router';
import { formatAddress, parseAddress } from './address.ts';
import { answersRoute, responseRoute } from './answers/routes.ts';
import { BASE } from './base.ts';
import { compareRoute } from './compare/route.ts';
import { evaluationsRoute } from './evaluations/route.ts';
import { leaderboardRoute } from './leaderboard/route.ts';
import { liveRoute } from './live/route.ts';
import { root } from './root.ts';

/** A path here is a page that the server gives too: src/api/dashboard.ts names the same. */
const routeTree = root.addChildren([
  leaderboardRoute,
  compareRoute,
  evaluationsRoute,
  liveRoute,
  answersRoute,
  responseRoute,
]);

export const router = createRouter({
  routeTree,
  basepath: BASE,
  parseSearch: parseAddress,
  stringifySearch: formatAddress,
  defaultPreload: 'intent',
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
