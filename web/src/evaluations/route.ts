import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { root } from '../root.ts';
import { evaluationsSearch } from './search.ts';

export const evaluationsRoute = createRoute({
  getParentRoute: () => root,
  path: '/evaluations',
  validateSearch: evaluationsSearch,
  component: lazyRouteComponent(() => import('./page.tsx'), 'EvaluationsPage'),
});
