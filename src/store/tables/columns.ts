import { bigint, customType, doublePrecision, integer, timestamp, uuid } from 'drizzle-orm/pg-core';
import { newId } from '../../core/ids.ts';

export const primaryId = () => uuid().primaryKey().$defaultFn(newId);

/** A small number for BI tools to join by, beside the id: they relate tables by single integers best. */
export const key = () => integer().notNull().unique().generatedAlwaysAsIdentity();

export const createdAt = () => timestamp({ withTimezone: true }).notNull().defaultNow();

export const time = () => timestamp({ withTimezone: true });

export const count = () => integer().notNull().default(0);

/** A count beyond 32 bits; null while nothing was counted. */
export const sum = () => bigint({ mode: 'number' });

export const total = () => doublePrecision().notNull().default(0);

/** A transaction id that never wraps; kept as text, since it outgrows a JavaScript number. */
export const xid8 = customType<{ data: string }>({ dataType: () => 'xid8' });
