import { useConnectionState } from '../graphql/connection.ts';

/** Says that what is shown may be old. The element stays, so that screen readers hear it fill. */
export function ConnectionBanner() {
  const state = useConnectionState();
  return (
    <div role="status" className="banner" data-connection={state}>
      {state === 'reconnecting' && 'The connection was lost. Reconnecting… nothing is missed meanwhile.'}
    </div>
  );
}
