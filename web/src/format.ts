import { decimal as plain } from '../../src/core/decimal.ts';

/** What stands for a number that is not there. */
export const NONE = '–';

const MINUS = '−';

const withMinus = (text: string): string => text.replace(/^-/, MINUS);

export const decimal = (value: number | null | undefined, digits = 3): string =>
  value === null || value === undefined ? NONE : withMinus(plain(value, digits));

/** A value of a scale with no more digits than it needs. */
export const short = (value: number | null): string =>
  value === null ? NONE : withMinus(String(Number(plain(value))));

export const percentage = (value: number | null | undefined): string =>
  value === null || value === undefined ? NONE : `${withMinus(plain(value, 1))} %`;

/** With its sign, as of a difference. */
export const signed = (value: number | null | undefined, digits = 3): string => {
  if (value === null || value === undefined) return NONE;
  const text = decimal(value, digits);
  return value > 0 && Number(plain(value, digits)) !== 0 ? `+${text}` : text;
};

export const interval = (
  low: number | null | undefined,
  high: number | null | undefined,
  digits = 3,
): string =>
  low === null || low === undefined || high === null || high === undefined
    ? NONE
    : `${decimal(low, digits)} to ${decimal(high, digits)}`;

/** A p-value as people write it. */
export const chance = (value: number | null | undefined): string => {
  if (value === null || value === undefined) return NONE;
  return value < 0.001 ? '< 0.001' : plain(value);
};

const COUNT = new Intl.NumberFormat('en');
export const count = (value: number): string => COUNT.format(value);

const INSTANT = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' });
const EXACT_INSTANT = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium' });
/** To the minute, or to the second where that tells two apart. */
export const instant = (value: string, isExact = false): string =>
  (isExact ? EXACT_INSTANT : INSTANT).format(new Date(value));

/** The first digits of a revision, enough to tell revisions apart. */
export const shortRevision = (revision: string): string => revision.slice(0, 8);
