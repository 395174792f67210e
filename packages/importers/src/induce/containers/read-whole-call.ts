/** A call that stands whole above what it brought, in one text: `(:name "search" :args (:q "tea"))`, `{"name": "search", "arguments": {}}`. */
import { isJsonObject, type JsonObject } from '@tracewright/core';
import { readCallObject } from '../written-calls/call-syntax.ts';
import { endOfObject } from '../written-calls/read-given-object.ts';
import { readPlist } from '../written-calls/read-plist.ts';
import { parseJson } from '../written-calls/read-scalar.ts';

/** Members `tool`, `arguments` and `output`; undefined where no call begins the text. */
export function readWholeCall(text: string): JsonObject | undefined {
  const found = readPlist(text) ?? readObject(text);
  const call = found === undefined ? undefined : readCallObject(found.value);
  if (found === undefined || call === undefined) return undefined;
  return { tool: call.tool, arguments: call.arguments ?? {}, output: text.slice(found.end).trim() };
}

function readObject(text: string): { readonly value: JsonObject; readonly end: number } | undefined {
  const end = text.startsWith('{') ? endOfObject(text, 0) : undefined;
  const value = end === undefined ? undefined : parseJson(text.slice(0, end));
  return end === undefined || value === undefined || !isJsonObject(value) ? undefined : { value, end };
}
