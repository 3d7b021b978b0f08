import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import * as z from 'zod/mini';
import { text } from '../choices.ts';
import { root } from '../root.ts';
import { answersSearch } from './search.ts';

export const answersRoute = createRoute({
  getParentRoute: () => root,
  path: '/evaluations/$id/answers',
  validateSearch: answersSearch,
  component: lazyRouteComponent(() => import('./page.tsx'), 'AnswersPage'),
});

export const responseRoute = createRoute({
  getParentRoute: () => root,
  path: '/responses/$id',
  /** Global id of the evaluation whose boxes are shown first. */
  validateSearch: z.object({ evaluation: text() }),
  component: lazyRouteComponent(() => import('./response.tsx'), 'ResponsePage'),
});
