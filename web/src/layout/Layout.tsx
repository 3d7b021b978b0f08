import { Outlet, useRouterState } from '@tanstack/react-router';
import { type MouseEvent, useEffect, useRef } from 'react';
import { Announcer } from './Announcer.tsx';
import { ConnectionBanner } from './ConnectionBanner.tsx';
import { Header } from './Header.tsx';

export function Layout() {
  const main = useRef<HTMLElement>(null);
  const path = useRouterState({ select: ({ location }) => location.pathname });
  const shown = useRef(path);
  useEffect(() => {
    // A new page is read from its beginning; a new choice on it leaves the focus where it is.
    if (shown.current !== path) main.current?.focus({ preventScroll: true });
    shown.current = path;
  }, [path]);
  const skip = (event: MouseEvent) => {
    // Followed as a link, an address that changed since this was drawn would load the page again.
    event.preventDefault();
    main.current?.focus();
  };
  return (
    <>
      <a className="skip" href={`${location.pathname}${location.search}#main`} onClick={skip}>
        Skip to the content
      </a>
      <Header />
      <ConnectionBanner />
      <main id="main" ref={main} tabIndex={-1}>
        <Outlet />
      </main>
      <Announcer />
    </>
  );
}
