/** What the sockets have done since the start, for /metrics. */
export interface LiveCounts {
  /** Events answered by executing an operation. */
  executions: number;
  /** Answers sent to clients. */
  messages: number;
  /** Connections closed since their clients did not read. */
  cutOff: number;
  /** Bytes that wait for clients to read. */
  waiting(): number;
}

export const noCounts = (): LiveCounts => ({ executions: 0, messages: 0, cutOff: 0, waiting: () => 0 });
