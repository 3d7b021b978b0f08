import { useParams, useSearch } from '@tanstack/react-router';
import { Page } from '../components/Page.tsx';
import { Answer } from './Answer.tsx';
import './answers.css';

export function ResponsePage() {
  const { id } = useParams({ from: '/responses/$id' });
  const { evaluation } = useSearch({ from: '/responses/$id' });
  return (
    <Page title="Answer">
      <Answer key={id} id={id} evaluation={evaluation} />
    </Page>
  );
}
