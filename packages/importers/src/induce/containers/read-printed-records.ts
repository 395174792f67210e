/**
 * Objects that Python printed into a log, whatever stands around them, each once however often it is printed:
 * `DEBUG input={'messages': [Message(role='user', parts=[Text(text='Is it dry?')])]}` has one record, of the type `Message`.
 */
import { isJsonObject, type JsonObject } from '@tracewright/core';
import { endOfObject } from '../written-calls/read-given-object.ts';
import { parsePython } from '../written-calls/read-scalar.ts';

/** A class, and the name of its first member; or a dictionary that says who speaks, or begins its line with what only messages have. */
const OBJECT =
  /\b[A-Z]\w{1,80}\((?=[a-z_]\w{0,80}=)|(?<![[,] ?)\{(?='role':)|(?<=^\s{0,40})\{(?='(?:content|speaker|tool_call_id|tool_calls)':)/g;

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
      // What has a line for itself may be said twice.
      const isAlone = line.trim() === object;
      const value = known.has(object) && !isAlone ? undefined : parsePython(object, true);
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
    const end = endOfObject(line, OBJECT.lastIndex - 1);
    // One that is cut off: what stands in it is none of its own.
    if (end === undefined) break;
    found.push(line.slice(match.index, end));
    OBJECT.lastIndex = end;
  }
  return found;
}
