import type { EvaluationStatus } from './live.generated.ts';

export const STATUS_NAMES: Record<EvaluationStatus, string> = {
  QUEUED: 'Queued',
  RUNNING: 'Running',
  COMPLETED: 'Completed',
  PARTIAL: 'Partial',
  FAILED: 'Failed',
  CANCELLED: 'Cancelled',
};

/** What a status means for who waits. */
export const STATUS_MEANINGS: Record<EvaluationStatus, string> = {
  QUEUED: 'Waiting for a worker.',
  RUNNING: 'Being scored.',
  COMPLETED: 'Every expected response has an answer of the judge.',
  PARTIAL: 'Closed; responses are missing, or the judge failed on some.',
  FAILED: 'Closed without a single answer of the judge.',
  CANCELLED: 'Stopped by a person; what was scored stays.',
};

export function Status({ status }: { status: EvaluationStatus }) {
  return (
    <span className="status" data-status={status}>
      {STATUS_NAMES[status]}
    </span>
  );
}
