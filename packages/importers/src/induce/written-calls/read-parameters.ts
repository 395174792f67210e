/** What stands between the brackets of a call. */
import type { JsonValue } from '@tracewright/core';
import { parseJson, readScalar } from './read-scalar.ts';

/** `a=1, b="x"` becomes an object; a JSON object stands for itself; anything else stays the text it is. */
export function readParameters(text: string): JsonValue {
  const trimmed = text.trim();
  if (trimmed === '') return {};
  const json = parseJson(trimmed);
  if (json !== undefined) return json;
  const parts = splitAtCommas(trimmed);
  const members: [string, JsonValue][] = [];
  for (const part of parts) {
    const match = /^(["']?)([A-Za-z_]\w{0,79})\1\s{0,4}[=:]\s{0,4}(?!=)/.exec(part);
    if (match?.[2] === undefined) return parts.length === 1 ? readScalar(trimmed) : parts.map(readScalar);
    members.push([match[2], readValue(part.slice(match[0].length))]);
  }
  return Object.fromEntries(members);
}

/** `"say "hi""`: quotes around a text that has its own. */
function readValue(text: string): JsonValue {
  const value = readScalar(text);
  return value === text && /^"[^]*"$/.test(text) ? text.slice(1, -1) : value;
}

/** At the commas that stand in no quotes and brackets. */
function splitAtCommas(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let quote = '';
  let start = 0;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] ?? '';
    if (quote !== '') {
      if (character === '\\') at += 1;
      else if (character === quote) quote = '';
    } else if (character === '"' || character === "'") quote = character;
    else if ('([{'.includes(character)) depth += 1;
    else if (')]}'.includes(character)) depth -= 1;
    else if (character === ',' && depth === 0) {
      parts.push(text.slice(start, at).trim());
      start = at + 1;
    }
  }
  parts.push(text.slice(start).trim());
  return parts.filter((part) => part !== '');
}
