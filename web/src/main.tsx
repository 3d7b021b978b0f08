import './styles/index.css';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Provider } from 'urql';
import { client } from './graphql/client.ts';
import { applyTheme } from './layout/theme.ts';
import { router } from './router.ts';

applyTheme();
createRoot(document.getElementById('dashboard') as HTMLElement).render(
  <StrictMode>
    <Provider value={client}>
      <RouterProvider router={router} />
    </Provider>
  </StrictMode>,
);
