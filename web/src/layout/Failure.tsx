import type { ErrorComponentProps } from '@tanstack/react-router';
import { ErrorNotice } from '../components/ErrorNotice.tsx';
import { Page } from '../components/Page.tsx';

/** A page that broke; also when its files are gone because the server got newer ones. */
export function Failure({ error }: ErrorComponentProps) {
  return (
    <Page title="This page broke">
      <ErrorNotice
        error={error instanceof Error ? error : new Error(String(error))}
        onRetry={() => location.reload()}
      />
    </Page>
  );
}
