import { Page } from '../components/Page.tsx';

export function EvaluationsPage() {
  return <Page title="Evaluations">{null}</Page>;
}
