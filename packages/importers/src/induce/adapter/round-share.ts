/** A share, as it is written into an artifact. */
export function roundShare(value: number): number {
  return Math.round(value * 1000) / 1000;
}
