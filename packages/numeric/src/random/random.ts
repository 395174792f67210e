/** Uniform numbers in [0, 1). Passed to whatever draws, so that a result can be drawn again. */
export type Random = () => number;

/**
 * Seeded uniform numbers, 32 bits each: mulberry32. For sampling and resampling; not for secrets.
 * Source: Tommy Ettinger's mulberry32 (public domain), the constants of its published form.
 *
 * @param seed An integer; only its lower 32 bits count.
 */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
