/** An edit that a tool is asked to make, old text for new, as one text with the lines that go and come. */
import { isJsonObject, type JsonValue, toPlainText } from '@tracewright/core';
import type { StyledPart } from './styled-parts.ts';

/** As the tools of Claude Code, OpenHands, SWE-agent, Inspect and others name the two. */
const NAMES = [
  ['old_string', 'new_string'],
  ['old_str', 'new_str'],
  ['old_text', 'new_text'],
  ['search', 'replace'],
] as const;

export interface Edit {
  /** The arguments that it stands for. */
  readonly names: readonly [string, string];
  readonly text: string;
  readonly parts: readonly StyledPart[];
}

/** In the text as it is shown: see `toPlainText`. */
export function findEdit(value: JsonValue): Edit | undefined {
  if (!isJsonObject(value)) return undefined;
  for (const names of NAMES) {
    const [before, after] = names.map((name) => value[name]);
    if (typeof before === 'string' && typeof after === 'string')
      return { names, ...joinEdit(toPlainText(before), toPlainText(after)) };
  }
  return undefined;
}

/** Common lines at both ends stand once. */
export function joinEdit(before: string, after: string): Pick<Edit, 'text' | 'parts'> {
  const [old, fresh] = [splitLines(before), splitLines(after)];
  let start = 0;
  while (start < old.length && start < fresh.length && old[start] === fresh[start]) start += 1;
  let end = 0;
  const shorter = Math.min(old.length, fresh.length) - start;
  while (end < shorter && old[old.length - 1 - end] === fresh[fresh.length - 1 - end]) end += 1;
  let text = old.slice(0, start).join('');
  const parts: StyledPart[] = [];
  const put = (lines: readonly string[], className: string): void => {
    for (const line of lines) {
      // A last line without a line break would run into the next.
      const whole = line.endsWith('\n') ? line : `${line}\n`;
      parts.push({ start: text.length, end: text.length + whole.length, className });
      text += whole;
    }
  };
  put(old.slice(start, old.length - end), 'diff-line diff-removed diff-marked');
  put(fresh.slice(start, fresh.length - end), 'diff-line diff-added diff-marked');
  return { text: text + old.slice(old.length - end).join(''), parts };
}

function splitLines(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+/g) ?? [];
}
