/** A text in which signs stand around what is said: `[ASK] Is it dry?[/ASK][CALL] [{"name": "soil"}]</s>`. What stands outside of them is the reply. */
import { isJsonObject, type JsonObject, type JsonValue } from '@tracewright/core';
import type { SignedPart } from '../adapter/adapter.ts';
import { quoteOneOf } from '../adapter/patterns.ts';
import { parseJson } from '../written-calls/read-scalar.ts';

export interface SignedRecords {
  /** Members: `label`, and `text` or those of the JSON that stands there; a list of objects is a record each. */
  readonly records: readonly JsonObject[];
  readonly places: readonly { readonly line: number; readonly endLine: number }[];
}

/** Linear in the text. @param ends signs that end what is said, and begin nothing */
export function readSignedRecords(
  text: string,
  parts: readonly SignedPart[],
  ends: readonly string[],
  reply: string,
): SignedRecords {
  const records: JsonObject[] = [];
  const places: { line: number; endLine: number }[] = [];
  const outside: SignedPart = { opens: '', label: reply };
  let current = outside;
  let from = 0;
  let line = 1;
  const close = (to: number, next: SignedPart, start: number): void => {
    const written = text.slice(from, to);
    const endLine = line + written.split('\n').length - 1;
    // Inside of what is closed another sign only divides.
    const said = (current.closes === undefined ? written : written.replaceAll(dividers, '\n')).trim();
    for (const record of said === '' ? [] : toRecords(said, current)) {
      records.push(record);
      places.push({ line, endLine });
    }
    line = endLine;
    current = next;
    from = start;
  };
  const dividers = patternOf([], ends);
  const closings = new Map(parts.map(({ closes = '' }) => [closes, text.lastIndexOf(closes)]));
  for (const { 0: sign, index } of text.matchAll(patternOf(parts, ends))) {
    const { closes } = current;
    const isInside = closes !== undefined && sign !== closes && (closings.get(closes) ?? -1) > index;
    if (!isInside) close(index, parts.find(({ opens }) => opens === sign) ?? outside, index + sign.length);
  }
  close(text.length, outside, text.length);
  return { records, places };
}

function patternOf(parts: readonly SignedPart[], ends: readonly string[]): RegExp {
  const signs = [...parts.flatMap(({ opens, closes }) => [opens, closes ?? '']), ...ends];
  const written = [...new Set(signs.filter((sign) => sign !== ''))];
  return new RegExp(written.length === 0 ? '(?!)' : quoteOneOf(written), 'gu');
}

function toRecords(said: string, { label, isData = false }: SignedPart): readonly JsonObject[] {
  const value = isData ? parseJson(said) : undefined;
  const list = Array.isArray(value) ? (value as readonly JsonValue[]) : [value ?? null];
  return list.every(isJsonObject) ? list.map((one) => ({ ...one, label })) : [{ label, text: said }];
}
