import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { root } from '../root.ts';

export const liveRoute = createRoute({
  getParentRoute: () => root,
  path: '/evaluations/$id',
  component: lazyRouteComponent(() => import('./page.tsx'), 'LivePage'),
});
