/** The lines of a turn without the signs that end it, wherever they stand in its last ones. Linear in the lines. */
export function withoutClosing(lines: readonly string[], closing: readonly string[]): readonly string[] {
  const signs = closing.filter((sign) => sign !== '');
  let end = lines.length;
  let last = lines[end - 1] ?? '';
  for (;;) {
    const shown = last.trimEnd();
    const sign = signs.find((one) => shown.endsWith(one));
    if (sign === undefined) break;
    last = shown.slice(0, -sign.length);
    while (end > 0 && last.trim() === '') last = lines[(end -= 1) - 1] ?? '';
  }
  return end === 0 ? [] : [...lines.slice(0, end - 1), last];
}
