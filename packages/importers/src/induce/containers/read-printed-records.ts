/**
 * Objects that Python printed into a log, whatever stands around them, each once however often it is printed:
 * `DEBUG input={'messages': [Message(role='user', parts=[Text(text='Is it dry?')])]}` has one record, of the type `Message`.
 */
import { isJsonObject, type JsonObject } from '@tracewright/core';
import { parsePython } from '../written-calls/read-scalar.ts';

/** A class, and the name of its first member. */
const OBJECT = /\b[A-Z]\w{1,80}\((?=[a-z_]\w{0,80}=)/g;

export interface PrintedRecords {
  readonly records: readonly JsonObject[];
  readonly places: readonly { readonly line: number; readonly endLine: number }[];
  /** Characters that such objects make up, repeated ones too. */
  readonly printed: number;
}

/** Linear in the text. */
export function readPrintedRecords(text: string): PrintedRecords {
  const records: JsonObject[] = [];
  const places: { line: number; endLine: number }[] = [];
  const known = new Set<string>();
  let printed = 0;
  for (const [index, line] of text.split('\n').entries())
    for (const object of findObjects(line)) {
      printed += object.length;
      const value = known.has(object) ? undefined : parsePython(object, true);
      known.add(object);
      if (value === undefined || !isJsonObject(value)) continue;
      records.push(value);
      places.push({ line: index + 1, endLine: index + 1 });
    }
  return { records, places, printed };
}

/** The outermost ones of a line. */
function findObjects(line: string): readonly string[] {
  const found: string[] = [];
  OBJECT.lastIndex = 0;
  for (let match = OBJECT.exec(line); match !== null; match = OBJECT.exec(line)) {
    const end = endOfObject(line, OBJECT.lastIndex);
    // One that is cut off: what stands in it is none of its own.
    if (end === undefined) break;
    found.push(line.slice(match.index, end));
    OBJECT.lastIndex = end;
  }
  return found;
}

/** Behind the bracket that closes the one before a place. */
function endOfObject(line: string, from: number): number | undefined {
  let depth = 1;
  let quote = '';
  for (let at = from; at < line.length; at += 1) {
    const sign = line[at] ?? '';
    if (quote !== '') {
      if (sign === '\\') at += 1;
      else if (sign === quote) quote = '';
    } else if (sign === '"' || sign === "'") quote = sign;
    else if (sign === '(') depth += 1;
    else if (sign === ')') {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return undefined;
}
