/** A stream of 32-bit integers. */
export type Random = () => number;

/**
 * xoshiro128** (Blackman and Vigna), its state filled from `seed` by splitmix32. Integer arithmetic only, so a seed
 * gives the same stream on every machine, which `Math.random` and floating-point generators do not promise.
 */
export function seededRandom(seed: number): Random {
  const next = splitmix32(seed);
  let [a, b, c, d] = [next(), next(), next(), next()];
  return () => {
    const result = Math.imul(rotateLeft(Math.imul(b, 5), 7), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = rotateLeft(d, 11);
    return result;
  };
}

/** An integer from 0 to `count` − 1. The bias of 2^-32 per value is far below what resampling can show. */
export function below(random: Random, count: number): number {
  return Math.floor((random() / 2 ** 32) * count);
}

function splitmix32(seed: number): Random {
  let state = seed | 0;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = state ^ (state >>> 16);
    mixed = Math.imul(mixed, 0x21f0aaad);
    mixed ^= mixed >>> 15;
    mixed = Math.imul(mixed, 0x735a2d97);
    return (mixed ^ (mixed >>> 15)) >>> 0;
  };
}

function rotateLeft(value: number, bits: number): number {
  return (value << bits) | (value >>> (32 - bits));
}
