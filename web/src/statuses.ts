/** Where an evaluation may stand, as people say it. */
export const STATUS_NAMES = {
  QUEUED: 'Queued',
  RUNNING: 'Running',
  COMPLETED: 'Completed',
  PARTIAL: 'Partial',
  FAILED: 'Failed',
  CANCELLED: 'Cancelled',
} as const;

export type StatusName = keyof typeof STATUS_NAMES;

/** Whether scores may still come. */
export const isOpen = (status: StatusName): boolean => status === 'QUEUED' || status === 'RUNNING';
