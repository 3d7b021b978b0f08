import { Page } from '../components/Page.tsx';

export function ResponsePage() {
  return <Page title="Answer">{null}</Page>;
}
