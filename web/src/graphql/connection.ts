import { useSyncExternalStore } from 'react';
import { openCell } from '../cell.ts';

/** Whether changes reach this page: nobody listens, they do, or the connection is being made again. */
export type ConnectionState = 'idle' | 'connected' | 'reconnecting';

export const connectionState = openCell<ConnectionState>('idle');

export const useConnectionState = (): ConnectionState =>
  useSyncExternalStore(connectionState.subscribe, connectionState.get);
