import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { root } from '../root.ts';
import { compareSearch } from './search.ts';

export const compareRoute = createRoute({
  getParentRoute: () => root,
  path: '/compare',
  validateSearch: compareSearch,
  component: lazyRouteComponent(() => import('./page.tsx'), 'ComparePage'),
});
