/** The only file that meets the distribution library. Held to SciPy at 1e-9, far tails included. */
import binomialCdfOf from '@stdlib/stats-base-dists-binomial-cdf';
import normalCdfOf from '@stdlib/stats-base-dists-normal-cdf';
import normalQuantileOf from '@stdlib/stats-base-dists-normal-quantile';
import tCdfOf from '@stdlib/stats-base-dists-t-cdf';
import tPdfOf from '@stdlib/stats-base-dists-t-pdf';
import tQuantileOf from '@stdlib/stats-base-dists-t-quantile';

export function normalCdf(z: number): number {
  return normalCdfOf(z, 0, 1);
}

/** z below which probability `p` of a standard normal lies. */
export function normalQuantile(p: number): number {
  return polished(p, normalQuantileOf(p, 0, 1), normalCdf, normalPdf);
}

/** Student's t; infinite degrees of freedom are the normal. */
export function tCdf(t: number, degreesOfFreedom: number): number {
  return degreesOfFreedom === Number.POSITIVE_INFINITY ? normalCdf(t) : tCdfOf(t, degreesOfFreedom);
}

export function tQuantile(p: number, degreesOfFreedom: number): number {
  if (degreesOfFreedom === Number.POSITIVE_INFINITY) return normalQuantile(p);
  const key = `${p} ${degreesOfFreedom}`;
  const known = quantiles.get(key);
  if (known !== undefined) return known;
  const found = polished(
    p,
    tQuantileOf(p, degreesOfFreedom),
    (t) => tCdfOf(t, degreesOfFreedom),
    (t) => tPdfOf(t, degreesOfFreedom),
  );
  if (quantiles.size >= MOST_QUANTILES) quantiles.clear();
  quantiles.set(key, found);
  return found;
}

/** Models asked the same questions share their degrees of freedom, and a leaderboard asks for the same again and again. */
const quantiles = new Map<string, number>();
const MOST_QUANTILES = 10_000;

/** Probability of at most `successes` of `trials`. */
export function binomialCdf(successes: number, trials: number, probability: number): number {
  return binomialCdfOf(successes, trials, probability);
}

function normalPdf(z: number): number {
  return Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
}

/**
 * A quantile improved by Newton steps on the distribution function: the library's quantiles are good to about 1e-7 in
 * the tails (p = 1e-12: −7.034487 for −7.034484), its distribution functions to 1e-13.
 */
function polished(p: number, guess: number, cdf: (x: number) => number, pdf: (x: number) => number): number {
  // Above the middle 1 − p is what is known exactly enough; symmetry moves the work to the lower tail.
  if (p > 0.5) return -polished(1 - p, -guess, cdf, pdf);
  if (!Number.isFinite(guess)) return guess;
  let x = guess;
  for (let step = 0; step < 2; step += 1) x -= (cdf(x) - p) / pdf(x);
  return x;
}
