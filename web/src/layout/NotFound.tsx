import { Link } from '@tanstack/react-router';
import { useBenchmarks } from '../choosing/useBenchmarks.ts';
import { EmptyState } from '../components/EmptyState.tsx';
import { Page } from '../components/Page.tsx';

/** Every page there is, since none is where the address leads; of benchmarks that it names, their boards first. */
export function NotFound() {
  const { all } = useBenchmarks();
  const words = location.pathname.toLowerCase().split(/[/_]/);
  const named = (all ?? []).filter(({ slug, name }) =>
    [slug, name].some((each) => words.includes(each.toLowerCase())),
  );
  return (
    <Page title="Not here">
      <EmptyState title={`There is no such page: ${decoded(location.pathname)}`}>
        {named.map(({ slug, name }) => (
          <span key={slug}>
            Perhaps you look for{' '}
            <Link to="/" search={{ benchmark: slug }}>
              the leaderboard of {name}
            </Link>
            .{' '}
          </span>
        ))}
        What there is: the <Link to="/">leaderboard</Link>, the <Link to="/compare">comparison</Link> of
        evaluations, the <Link to="/evaluations">list of evaluations</Link> with the answers of each, and the{' '}
        <a href="graphql">explorer</a> of the API.
      </EmptyState>
    </Page>
  );
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
