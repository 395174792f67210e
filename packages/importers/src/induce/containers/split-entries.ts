/** A log as what was logged, each over as many lines as it needs: a time begins one, or a level and a time. */

const ENTRY = /^(?:[A-Z]{1,8}[,:]? {1,4})?[[(<]?(?:\d{4}[-/]\d\d[-/]\d\d[T ])?\d\d:\d\d:\d\d/;

export interface Entry {
  readonly lines: readonly string[];
  /** 1-based */
  readonly line: number;
}

/** Linear in the text. */
export function splitEntries(text: string): Entry[] {
  const entries: { lines: string[]; line: number }[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    const last = entries.at(-1);
    if (last === undefined || ENTRY.test(line)) entries.push({ lines: [line], line: index + 1 });
    else last.lines.push(line);
  }
  return entries;
}
