import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { stringifyDocument } from '@urql/core';
import { useEffect, useRef } from 'react';
import { socket } from './socket.ts';

interface Ears<Data> {
  /** The cursor that an event carries. */
  cursorOf(data: Data): string;
  onData(data: Data): void;
  /** What the server refuses it with: a fault of the question, not of the connection. */
  onError?(message: string): void;
  /** The server has nothing more to say. */
  onEnd?(): void;
}

/** Listens to a subscription; after every reconnect it goes on from the last cursor seen. Returns how to stop. */
export function follow<Data, Variables extends { after?: string | null | undefined }>(
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
  { cursorOf, onData, onError, onEnd }: Ears<Data>,
): () => void {
  // The client sends this very object again after a reconnect, so the cursor in it is the newest.
  const asked: Variables & Record<string, unknown> = { ...variables };
  let isStopped = false;
  const stop = socket.subscribe<Data>(
    { query: stringifyDocument(document), variables: asked },
    {
      next: ({ data, errors }) => {
        if (errors?.[0]) onError?.(errors[0].message);
        if (!data) return;
        Object.assign(asked, { after: cursorOf(data) });
        onData(data);
      },
      error: (error) => onError?.(Array.isArray(error) ? error[0]?.message : 'The connection broke'),
      complete: () => {
        if (!isStopped) onEnd?.();
      },
    },
  );
  return () => {
    isStopped = true;
    stop();
  };
}

/** `follow` for as long as the component shows; null variables follow nothing. */
export function useFollow<Data, Variables extends { after?: string | null | undefined }>(
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables | null,
  ears: Ears<Data>,
): void {
  const latest = useRef(ears);
  latest.current = ears;
  const key = variables && JSON.stringify(variables);
  useEffect(() => {
    if (!key) return;
    return follow(document, JSON.parse(key) as Variables, {
      cursorOf: (data) => latest.current.cursorOf(data),
      onData: (data) => latest.current.onData(data),
      onError: (message) => latest.current.onError?.(message),
      onEnd: () => latest.current.onEnd?.(),
    });
  }, [document, key]);
}
