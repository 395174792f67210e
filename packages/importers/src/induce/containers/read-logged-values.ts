/**
 * Values that stand at the end of what a logger wrote, over as many lines as they need: JSON (`response: {`), or an object as Java prints it
 * (`request: Prompt{messages=[...]}`). What else was logged is left out.
 */
import { isJsonObject, type JsonObject, type JsonValue } from '@tracewright/core';
import { nameClasses } from './name-classes.ts';
import { splitEntries } from './split-entries.ts';
import { parseJson } from '../written-calls/read-scalar.ts';
import { parseToString, TO_STRING } from '../written-calls/parse-to-string.ts';

const JSON_START = /[:=] ?(?=\{\s{0,200}")/;

export interface LoggedValues {
  readonly records: readonly JsonObject[];
  readonly places: readonly { readonly line: number; readonly endLine: number }[];
  /** Characters that the values make up. */
  readonly logged: number;
}

/** Linear in the text. */
export function readLoggedValues(text: string): LoggedValues {
  const records: JsonObject[] = [];
  const places: { line: number; endLine: number }[] = [];
  let logged = 0;
  for (const { lines, line } of splitEntries(text)) {
    const found = readValue(lines.join('\n').trimEnd());
    if (found === undefined) continue;
    records.push(found.value);
    places.push({ line, endLine: line + lines.length - 1 });
    logged += found.length;
  }
  return { records: nameClasses(records), places, logged };
}

function readValue(entry: string): { readonly value: JsonObject; readonly length: number } | undefined {
  const take = (
    start: number,
    read: (text: string) => JsonValue | undefined,
  ): { readonly value: JsonObject; readonly length: number } | undefined => {
    const value = start === -1 ? undefined : read(entry.slice(start));
    return value !== undefined && isJsonObject(value) ? { value, length: entry.length - start } : undefined;
  };
  const json = JSON_START.exec(entry);
  return (
    take(json === null ? -1 : json.index + json[0].length, parseJson) ??
    take(entry.search(TO_STRING), parseToString)
  );
}
