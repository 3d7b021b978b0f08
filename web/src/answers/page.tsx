import { Page } from '../components/Page.tsx';

export function AnswersPage() {
  return <Page title="Answers">{null}</Page>;
}
