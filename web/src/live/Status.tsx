import { STATUS_NAMES, type StatusName } from '../statuses.ts';

/** What a status means for who waits. */
export const STATUS_MEANINGS: Record<StatusName, string> = {
  QUEUED: 'Waiting for a worker.',
  RUNNING: 'Being scored.',
  COMPLETED: 'Every expected response has an answer of the judge.',
  PARTIAL: 'Closed; responses are missing, or the judge failed on some.',
  FAILED: 'Closed without a single answer of the judge.',
  CANCELLED: 'Stopped by a person; what was scored stays.',
};

export function Status({ status }: { status: StatusName }) {
  return (
    <span className="status" data-status={status}>
      {STATUS_NAMES[status]}
    </span>
  );
}
