import { createRootRoute } from '@tanstack/react-router';
import { Failure } from './layout/Failure.tsx';
import { Layout } from './layout/Layout.tsx';
import { NotFound } from './layout/NotFound.tsx';

export const root = createRootRoute({
  component: Layout,
  notFoundComponent: NotFound,
  errorComponent: Failure,
});
