/**
 * Lists of messages that a model was sent, as a log prints them in its lines, in JSON or as Python does:
 * `DEBUG llm: sending [{'role': 'user', 'content': 'Is it dry?'}]` is a record with these `messages`.
 */
import { isJsonObject, type JsonObject, type JsonValue } from '@tracewright/core';
import { endOfObject } from '../written-calls/read-given-object.ts';
import { parseJson, parsePython } from '../written-calls/read-scalar.ts';
import { readRole } from '../words/vocabulary.ts';

const LIST = /\[\{["']/g;
/** Lists of a line that are looked at. */
const TRIED = 4;
const TIME = /^[[(]?(\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?)/;
const WHO = ['role', 'speaker', 'author', 'from', 'type'];

export interface SentRecords {
  readonly records: readonly JsonObject[];
  readonly places: readonly { readonly line: number; readonly endLine: number }[];
  /** Characters that the lists make up. */
  readonly printed: number;
}

/** Linear in the text. */
export function readSentRecords(text: string): SentRecords {
  const records: JsonObject[] = [];
  const places: { line: number; endLine: number }[] = [];
  let printed = 0;
  for (const [index, line] of text.split('\n').entries()) {
    const found = readList(line);
    if (found === undefined) continue;
    printed += found.length;
    const time = TIME.exec(line.slice(0, 60))?.[1];
    records.push({ ...(time === undefined ? {} : { time }), messages: found.messages });
    places.push({ line: index + 1, endLine: index + 1 });
  }
  return { records, places, printed };
}

/** The first list of the line in which every element says who speaks. */
function readList(line: string): { readonly messages: JsonValue; readonly length: number } | undefined {
  LIST.lastIndex = 0;
  for (let tried = 0; tried < TRIED; tried += 1) {
    const match = LIST.exec(line);
    const end = match === null ? undefined : endOfObject(line, match.index);
    if (match === null || end === undefined) return undefined;
    const written = line.slice(match.index, end);
    const messages = parseJson(written) ?? parsePython(written);
    if (messages !== undefined && Array.isArray(messages) && messages.every(speaks))
      return { messages, length: written.length };
    LIST.lastIndex = end;
  }
  return undefined;
}

function speaks(value: JsonValue): boolean {
  return (
    isJsonObject(value) &&
    WHO.some((name) => {
      const who = value[name];
      return typeof who === 'string' && readRole(who) !== undefined;
    })
  );
}
