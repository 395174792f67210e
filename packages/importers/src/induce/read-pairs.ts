/** Lines of `key=value`, as structured loggers write them: each a record; values may be quoted or JSON. */
import type { JsonObject, JsonValue } from '@tracewright/core';
import { decodeJsonText } from '../reading/json-text.ts';

const KEY = /[\s,]{0,8}([\p{L}_][\p{L}\p{N}_.@-]{0,60})=/uy;
const MAX_PAIRS = 60;

/** Undefined when the line is not made of pairs. */
export function readPairs(line: string): JsonObject | undefined {
  const members: [string, JsonValue][] = [];
  let at = 0;
  while (at < line.length && members.length < MAX_PAIRS) {
    KEY.lastIndex = at;
    const match = KEY.exec(line);
    if (match?.[1] === undefined) break;
    at += match[0].length;
    const end = endOfValue(line, at);
    members.push([match[1], readValue(line.slice(at, end))]);
    at = end;
  }
  return members.length < 2 || line.slice(at).trim() !== '' ? undefined : Object.fromEntries(members);
}

/** After the quoted text, after the brackets that close, or before the next blank. */
function endOfValue(line: string, from: number): number {
  let depth = 0;
  let isQuoted = false;
  for (let at = from; at < line.length; at += 1) {
    const character = line[at] ?? '';
    if (isQuoted) {
      if (character === '\\') at += 1;
      else if (character === '"') isQuoted = false;
    } else if (character === '"') isQuoted = true;
    else if ('[{('.includes(character)) depth += 1;
    else if (']})'.includes(character)) depth -= 1;
    else if (/\s/.test(character) && depth <= 0) return at;
  }
  return line.length;
}

function readValue(text: string): JsonValue {
  if (/^-?\d{1,15}(?:\.\d{1,9})?$/.test(text)) return Number(text);
  if (text === 'true' || text === 'false') return text === 'true';
  return decodeJsonText(text);
}
