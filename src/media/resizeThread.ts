import { parentPort } from 'node:worker_threads';
import { type Resizing, resized } from './pillowResize.ts';

export interface ResizeRequest {
  readonly id: number;
  /** Memory that begins with the rows; it goes back with the reply. */
  readonly room: ArrayBuffer;
  readonly bytes: number;
  readonly resizing: Resizing;
}

export interface ResizeReply {
  readonly id: number;
  readonly room: ArrayBuffer;
  readonly rgb: Uint8Array;
}

parentPort?.on('message', ({ id, room, bytes, resizing }: ResizeRequest) => {
  const rgb = resized(new Uint8Array(room, 0, bytes), resizing);
  parentPort?.postMessage({ id, room, rgb } satisfies ResizeReply, [room, rgb.buffer]);
});
