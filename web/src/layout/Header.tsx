import { Link } from '@tanstack/react-router';
import icon from './icon.svg';
import { ThemeSwitch } from './ThemeSwitch.tsx';

export function Header() {
  return (
    <header className="header">
      <Link to="/" className="brand">
        <img src={icon} alt="" width="24" height="24" />
        Assay
      </Link>
      <nav aria-label="Pages">
        <Link to="/" activeOptions={{ exact: true, includeSearch: false }}>
          Leaderboard
        </Link>
        <Link to="/compare" activeOptions={{ includeSearch: false }}>
          Compare
        </Link>
        <Link to="/evaluations" activeOptions={{ includeSearch: false }}>
          Evaluations
        </Link>
        <a href="graphql">GraphQL</a>
      </nav>
      <ThemeSwitch />
    </header>
  );
}
