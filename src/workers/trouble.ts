/** Why a judge cannot work for the moment. */
export interface Trouble {
  reason: string;
  since: Date;
}

/** `the judge server refuses connections since 12:03 UTC`; with the day where it is not today. */
export function troubleText({ reason, since }: Trouble, now = new Date()): string {
  const [day, time] = since.toISOString().split('T') as [string, string];
  const isToday = now.toISOString().startsWith(day);
  return `${reason} since ${isToday ? '' : `${day} `}${time.slice(0, 5)} UTC`;
}
