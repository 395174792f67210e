/**
 * What an agent printed with who speaks alone on a line over what is said (`User:`, `scout (step 2, $0.01):`): labels that stand elsewhere (`THOUGHT: ...`,
 * `Error from server: ...`, tags) are part of what was said or came back, not structure.
 */
import { followFence } from '../written-calls/fences.ts';
import type { TextRule } from '../adapter/adapter.ts';
import { quoteOneOf } from '../adapter/patterns.ts';
import { readRole } from '../words/vocabulary.ts';

const MAX_LINES = 20_000;
const ALONE =
  /^([\p{L}][\p{L}\p{N}_.-]{1,30}(?: [\p{L}][\p{L}\p{N}_.-]{0,20})?)(?: \([^()\n]{1,60}\))?:[ \t]{0,4}$/u;
/** A name that no word of the field is comes back as often. */
const OFTEN = 3;
const MAX_NAMES = 8;

/** Undefined unless the user and somebody else stand so, below a blank line and above what they say, and come back. */
export function induceAloneRule(text: string): TextRule | undefined {
  const counts = new Map<string, number>();
  let fence: string | undefined;
  const lines = text.split('\n', MAX_LINES);
  for (const [index, raw] of lines.entries()) {
    const line = raw.slice(0, 120);
    fence = followFence(fence, line);
    if (fence !== undefined || !isBlank(lines[index - 1]) || isBlank(lines[index + 1])) continue;
    const name = ALONE.exec(line)?.[1];
    if (name !== undefined) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const named = [...counts]
    .filter(([name, count]) => readRole(name) !== undefined || count >= OFTEN)
    .toSorted((a, b) => b[1] - a[1])
    .slice(0, MAX_NAMES);
  const often = (isUser: boolean): boolean =>
    named.some(([name, count]) => (readRole(name) === 'user') === isUser && count >= OFTEN);
  if (!often(true) || !often(false)) return undefined;
  const names = named.map(([name]) => name);
  return {
    headers: [`(?<label>${quoteOneOf(names)})(?: \\((?<detail>[^()\\n]{1,60})\\))?:[ \\t]{0,4}(?![^\\n])`],
    skipFences: true,
  };
}

function isBlank(line: string | undefined): boolean {
  return (line ?? '').trim() === '';
}
