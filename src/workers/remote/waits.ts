/**
 * How long a server that is overloaded asks to be left alone, in milliseconds: by a header, or in the words of its
 * error. Null when it does not say.
 */
export function askedWait(
  headers: Headers,
  said: { words: string; retryDelay: string | null },
  now = Date.now(),
): number | null {
  return (
    afterMs(headers.get('retry-after-ms')) ??
    retryAfter(headers.get('retry-after'), now) ??
    duration(said.retryDelay) ??
    duration(
      /(?:try again|retry|wait)\D{0,20}?((?:\d+(?:\.\d+)?\s?(?:ms|[hms])[a-z]*\s?)+)/i.exec(said.words)?.[1],
    ) ??
    resetWait(headers, now)
  );
}

/** Seconds or a date; null for anything else. */
export function retryAfter(header: string | null, now = Date.now()): number | null {
  if (header === null || header.trim() === '') return null;
  const seconds = Number(header);
  const ms = Number.isFinite(seconds) ? seconds * 1000 : (duration(header) ?? Date.parse(header) - now);
  return Number.isNaN(ms) ? null : Math.max(0, ms);
}

const RESET = /^(?:x-|[a-z]+-)?rate-?limit-(?:(?<before>[a-z-]+)-)?reset(?:-(?<behind>[a-z-]+))?$/;

/**
 * When a limit is free again by `x-ratelimit-reset…` and its relatives. Of several the longest among those that are
 * used up; where none says that it is, the shortest.
 */
function resetWait(headers: Headers, now: number): number | null {
  const resets = [...headers].flatMap(([name, text]) => {
    if (!RESET.test(name)) return [];
    const ms = resetMs(text, now);
    const left = headers.get(name.replace('reset', 'remaining'));
    return ms === null ? [] : [{ ms, isUsedUp: left !== null && Number(left) <= 0 }];
  });
  const usedUp = resets.filter(({ isUsedUp }) => isUsedUp).map(({ ms }) => ms);
  if (usedUp.length > 0) return Math.max(...usedUp);
  return resets.length > 0 ? Math.min(...resets.map(({ ms }) => ms)) : null;
}

/** Seconds from now, seconds or milliseconds of the clock, a date, or a duration as `6m0s`. */
function resetMs(text: string, now: number): number | null {
  const number = Number(text);
  if (text.trim() === '') return null;
  if (Number.isFinite(number)) {
    if (number > 1e11) return Math.max(0, number - now);
    return Math.max(0, number > 1e9 ? number * 1000 - now : number * 1000);
  }
  return duration(text) ?? retryAfter(text, now);
}

function afterMs(header: string | null): number | null {
  const ms = header === null || header.trim() === '' ? Number.NaN : Number(header);
  return Number.isFinite(ms) ? Math.max(0, ms) : null;
}

const UNIT_MS: Readonly<Record<string, number>> = { h: 3_600_000, m: 60_000, s: 1000, ms: 1 };

/** `20ms`, `1.5s`, `6m0s`, `2 minutes`; null for anything else. */
function duration(text: string | null | undefined): number | null {
  const pieces = [
    ...(text ?? '').matchAll(
      /(\d+(?:\.\d+)?)\s?(ms|milliseconds?|h|m|s)(?:ours?|inutes?|ins?|econds?|ecs?|rs?)?(?![a-z])/gi,
    ),
  ];
  const rest = pieces.reduce((left, [piece]) => left.replace(piece, ''), text ?? '');
  if (pieces.length === 0 || rest.trim() !== '') return null;
  return pieces.reduce((sum, [, count, unit = '']) => {
    const name = unit.toLowerCase();
    return sum + Number(count) * (UNIT_MS[name.startsWith('mil') ? 'ms' : name] ?? 0);
  }, 0);
}
