import { useSyncExternalStore } from 'react';
import { openCell } from '../cell.ts';

const said = openCell('');

/** Says something to those who do not see it. */
export const announce = (text: string): void => said.set(text);

export function Announcer() {
  const text = useSyncExternalStore(said.subscribe, said.get);
  return (
    <div role="status" className="unseen" data-announcer="">
      {text}
    </div>
  );
}
