import type { Load } from './load.ts';
import { type Row, ratioOf } from './row.ts';
import { median } from './statistics.ts';

export interface Turn {
  subject: Load;
  reference: Load;
}

/** Subject and reference under load in turns, each first every other time, after one turn that does not count. */
export async function turns(of: {
  what: string;
  subject(): Promise<Load>;
  reference(): Promise<Load>;
  rounds: number;
}): Promise<Turn[]> {
  console.error(`${of.what}…`);
  await of.subject();
  await of.reference();
  const found: Turn[] = [];
  for (let round = 0; round < of.rounds; round++) {
    if (round % 2) found.push({ reference: await of.reference(), subject: await of.subject() });
    else found.push({ subject: await of.subject(), reference: await of.reference() });
  }
  return found;
}

/** Requests per second of the subject over the reference's. Where no floor is told, the goal is the floor. */
export function rowOf(
  what: string,
  turns: readonly Turn[],
  reference: string,
  goal?: number,
  floor = goal,
): Row {
  const of = (number: (load: Load) => number, which: 'subject' | 'reference') =>
    median(turns.map((turn) => number(turn[which])));
  const all = (which: 'subject' | 'reference') => turns.map((turn) => turn[which].perSecond);
  return {
    what,
    unit: 'request',
    perSecond: of((one) => one.perSecond, 'subject'),
    ms: { median: of((one) => one.ms.median, 'subject'), p99: of((one) => one.ms.p99, 'subject') },
    cpuMs: of((one) => one.cpuMs, 'subject'),
    databaseCpuMs: of((one) => one.databaseCpuMs, 'subject'),
    reference: {
      what: reference,
      perSecond: of((one) => one.perSecond, 'reference'),
      cpuMs: of((one) => one.cpuMs, 'reference'),
    },
    ratio: ratioOf(all('subject'), all('reference')),
    goal: goal === undefined ? null : { of: 'ratio', least: goal },
    ...(floor !== undefined && { floor }),
  };
}
