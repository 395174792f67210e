/** A fenced block, of which what folds it away (`</details></tool-use>`, and what opens the next fold) is no part. */
const FENCE = /^\s{0,3}`{3,}/;
const TAGS = /^\s{0,20}(?:<\/?[A-Za-z][\w-]{0,40}(?:\s[^<>]{0,200})?>\s{0,4}){1,6}$/;
const MAX_LINE = 300;

export function withoutFolds(lines: readonly string[]): readonly string[] {
  if (!FENCE.test(lines[0]?.slice(0, 10) ?? '')) return lines;
  const last = lines.findLastIndex(
    (line) => line.trim() !== '' && (line.length > MAX_LINE || !TAGS.test(line)),
  );
  return last > 0 && FENCE.test(lines[last]?.slice(0, 10) ?? '') ? lines.slice(0, last + 1) : lines;
}
