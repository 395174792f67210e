/** Five classes of failure rates, from blue over grey to orange: told apart by colour-blind readers, and always beside a number. */
export const RATE_CLASSES = [1, 2, 3, 4, 5] as const;

/** `rate-1` up to 20 % … `rate-5` above 80 %; `rate-none` where no outcome is known. */
export function rateClass(rate: number | null): string {
  if (rate === null) return 'rate-none';
  return `rate-${Math.min(5, Math.floor(rate * 5) + 1)}`;
}
