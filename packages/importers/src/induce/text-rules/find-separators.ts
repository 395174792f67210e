/** Whether long lines of one sign divide the records of a text, or stand in what was said, as in the output of a test runner. */
import type { TextRule } from '../adapter/adapter.ts';
import { readTextRecords, REPLY, SEPARATOR } from '../containers/read-text-records.ts';

const FEW = 3;
/** Share of them that a header follows. */
const MOST = 0.6;

export function isSeparated(text: string, rule: TextRule): boolean {
  if (rule.blocks !== undefined) return false;
  const lines = text.split('\n');
  if (lines.filter((line) => SEPARATOR.test(line)).length < FEW) return false;
  const { records, places } = readTextRecords(text, rule);
  const headers = new Set<number>();
  const bare = new Set<number>();
  for (const [index, { line }] of places.entries()) {
    const { label, head } = records[index] ?? {};
    if (label !== REPLY) headers.add(line - 1);
    if (head === '') bare.add(line - 1);
  }
  let count = 0;
  let before = 0;
  let last = -1;
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '') continue;
    // Under a header it only underlines.
    if (SEPARATOR.test(line) && !bare.has(last)) {
      let next = index + 1;
      while (next < lines.length && isBetween(lines[next] ?? '')) next += 1;
      count += 1;
      before += Number(next >= lines.length || headers.has(next));
    }
    last = index;
  }
  return count >= FEW && before >= count * MOST;
}

function isBetween(line: string): boolean {
  return line.trim() === '' || SEPARATOR.test(line);
}
