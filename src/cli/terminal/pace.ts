/** What an event says of the pace. */
interface Step {
  done: number;
  responses: number;
  /** When it happened, as the server says. */
  at: string;
}

/** The rate is taken over so much of the past: long enough to be calm, short enough to follow a change. */
const WINDOW_MS = 30_000;

/** A function that is given the events in order and says the rate and the time left: `3.1/s, 0:42 left`. */
export function paceNote(): (event: Step) => string {
  const seen: { at: number; done: number }[] = [];
  return ({ at, done, responses }) => {
    // The server's times, so that a replay of past events does not look like a burst.
    const now = Date.parse(at);
    seen.push({ at: now, done });
    while (seen.length > 2 && (seen[1]?.at ?? now) <= now - WINDOW_MS) seen.shift();
    const [oldest] = seen;
    const seconds = (now - (oldest?.at ?? now)) / 1000;
    const rate = seconds > 0 ? (done - (oldest?.done ?? done)) / seconds : 0;
    if (rate <= 0) return '';
    const left = Math.ceil((responses - done) / rate);
    return `${rate.toPrecision(2)}/s, ${clock(left)} left`;
  };
}

function clock(seconds: number): string {
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const [hours = 0, minutes = 0, rest = 0] = parts;
  const tail = String(rest).padStart(2, '0');
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${tail}` : `${minutes}:${tail}`;
}
