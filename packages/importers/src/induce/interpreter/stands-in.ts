/** Whether a list stands in another, as it is and without a gap. Linear in both (Knuth, Morris and Pratt). */
export function standsIn(part: readonly string[], list: readonly string[]): boolean {
  /** For each place in the part how much of its beginning ends there, too. */
  const borders: number[] = [];
  const goOn = (known: number, next: string): number => {
    let count = known;
    while (count > 0 && part[count] !== next) count = borders[count - 1] ?? 0;
    return part[count] === next ? count + 1 : count;
  };
  for (const [at, one] of part.entries()) borders.push(at === 0 ? 0 : goOn(borders[at - 1] ?? 0, one));
  let known = 0;
  return part.length === 0 || list.some((one) => (known = goOn(known, one)) === part.length);
}
