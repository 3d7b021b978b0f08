import { sql } from 'drizzle-orm';
import {
  bigint,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgEnum,
  pgTable,
  primaryKey,
  text,
  uuid,
} from 'drizzle-orm/pg-core';
import { createdAt, primaryId, time, xid8 } from './columns.ts';

/**
 * Outbox for subscriptions. Read in commit order by (xid, id) below the oldest running transaction:
 * reading by id alone loses events whose transaction commits late.
 */
export const events = pgTable(
  'events',
  {
    xid: xid8().notNull().default(sql`pg_current_xact_id()`),
    id: bigint({ mode: 'number' }).notNull().generatedAlwaysAsIdentity(),
    benchmarkId: uuid().notNull(),
    evaluationId: uuid().notNull(),
    /** Counts the events of one evaluation from 1 without gaps. */
    seq: integer().notNull(),
    payload: jsonb().$type<EventPayload>().notNull(),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.xid, table.id] }),
    index().on(table.evaluationId, table.seq),
    index().on(table.benchmarkId),
  ],
);

/** The evaluation as it stood after the change. */
export interface EventPayload {
  status: string;
  expected: number;
  responses: number;
  done: number;
}

export const workerStatus = pgEnum('worker_status', ['STARTING', 'WORKING', 'IDLE', 'FENCED', 'STOPPED']);

export const workers = pgTable('workers', {
  id: primaryId(),
  host: text().notNull(),
  device: text().notNull(),
  /** Revisions of the judges it serves. */
  judges: text().array().notNull(),
  status: workerStatus().notNull(),
  reason: text(),
  /** Since when that is so, where it began at some moment. */
  reasonSince: time(),
  imagesPerSecond: doublePrecision(),
  /** Responses prepared and waiting for the device. */
  queueDepth: integer(),
  /** Resident bytes of the worker's process, device memory where the runtime tells. */
  memoryBytes: bigint({ mode: 'number' }),
  startedAt: createdAt(),
  heartbeatAt: time().notNull().defaultNow(),
});

export type EventRow = typeof events.$inferSelect;
export type WorkerRow = typeof workers.$inferSelect;
