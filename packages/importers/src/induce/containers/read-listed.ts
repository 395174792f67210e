/**
 * What a heading tells as a list of Markdown, a tool to an item, its call's id behind it and what is given or came back below:
 *
 *     - **search**: `call_1`<br>
 *         Arguments: {"q": "kettle"}
 */
import type { JsonObject } from '@tracewright/core';
import { parseJson } from '../written-calls/read-scalar.ts';

const ITEM =
  /^[-*•] (?:\*\*([\p{L}_][\w.:/-]{0,79})\*\*|`([\p{L}_][\w.:/-]{0,79})`):? ?(?:`([\w-]{1,80})`|\(([\w-]{1,80})\))?:?(?:<br>)?\s{0,4}$/u;
const GIVEN = /^(?:arguments|args|input|parameters|params): ?(?=[[{])/i;

/** Undefined unless all lines are such items, or stand below one. */
export function readListed(lines: readonly string[]): readonly JsonObject[] | undefined {
  const items: { tool: string; callId: string; below: string[] }[] = [];
  for (const line of lines) {
    const [, bold, quoted, id, other] = ITEM.exec(line.slice(0, 300)) ?? [];
    const tool = bold ?? quoted;
    if (tool !== undefined) items.push({ tool, callId: id ?? other ?? '', below: [] });
    else if (line !== '' && !/^(?: {2,}|\t)/.test(line)) return undefined;
    else items.at(-1)?.below.push(line);
  }
  if (items.length === 0) return undefined;
  return items.map(({ tool, callId, below }) => ({
    tool,
    ...(callId === '' ? {} : { callId }),
    ...readBelow(below),
  }));
}

function readBelow(lines: readonly string[]): JsonObject {
  const margin = /^\s*/.exec(lines.find((line) => line.trim() !== '') ?? '')?.[0].length ?? 0;
  const text = lines
    .map((line) => line.slice(margin))
    .join('\n')
    .trim();
  const label = GIVEN.exec(text)?.[0];
  const given = label === undefined ? undefined : parseJson(text.slice(label.length));
  return given === undefined ? { text } : { arguments: given };
}
