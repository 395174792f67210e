/** Orders values by their JSON: what ran in parallel comes in any order. */
export function compareText(left: unknown, right: unknown): number {
  const [a, b] = [JSON.stringify(left), JSON.stringify(right)];
  return a < b ? -1 : a > b ? 1 : 0;
}
