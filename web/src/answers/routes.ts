import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { root } from '../root.ts';

export const answersRoute = createRoute({
  getParentRoute: () => root,
  path: '/evaluations/$id/answers',
  component: lazyRouteComponent(() => import('./page.tsx'), 'AnswersPage'),
});

export const responseRoute = createRoute({
  getParentRoute: () => root,
  path: '/responses/$id',
  component: lazyRouteComponent(() => import('./response.tsx'), 'ResponsePage'),
});
