/** The lines of a turn without the signs that end it, wherever they stand in its last ones. Linear in their text. */
export function withoutClosing(lines: readonly string[], closing: readonly string[]): readonly string[] {
  const signs = closing.filter((sign) => sign !== '');
  let isCut = false;
  for (let end = lines.length; end > 0; end -= 1) {
    const line = lines[end - 1] ?? '';
    const said = line.slice(0, endOfSaid(line, signs));
    isCut ||= said.length < line.length;
    if (said.trim() !== '' || !isCut)
      return said.length === line.length ? lines.slice(0, end) : [...lines.slice(0, end - 1), said];
  }
  return [];
}

/** Where the signs at the end of a line begin, blanks between them included. */
function endOfSaid(line: string, signs: readonly string[]): number {
  let end = line.length;
  for (;;) {
    let shown = end;
    while (shown > 0 && (line[shown - 1] ?? '').trim() === '') shown -= 1;
    const sign = signs.find((one) => line.endsWith(one, shown));
    if (sign === undefined) return end;
    end = shown - sign.length;
  }
}
