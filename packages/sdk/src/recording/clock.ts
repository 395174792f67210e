/**
 * Wall time with the resolution of the monotonic clock. The distance between the two is kept while they agree, so that
 * times within a trace are in order; when the wall clock is set or the machine slept it is taken anew.
 */
const DRIFT_MS = 50;
let offsetMs: number = Number.NaN;

/** Unix milliseconds, with a fraction. */
export function nowMs(): number {
  const monotonic = performance.now();
  const wall = Date.now();
  if (!(Math.abs(offsetMs + monotonic - wall) < DRIFT_MS)) offsetMs = wall - monotonic;
  return offsetMs + monotonic;
}

/** Nanoseconds as decimal text: a number cannot hold them. Exact to the microsecond, as far as a double of milliseconds is. */
export function toNanosText(ms: number): string {
  const whole = Math.floor(ms);
  const micros = Math.floor((ms - whole) * 1000);
  return `${whole}${String(micros).padStart(3, '0')}000`;
}
