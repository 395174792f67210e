/**
 * Arguments a line each, with values as they are: what stands below a line up to the next name belongs to it.
 *
 *     Path: notes.md
 *     Terms: [
 *       "kettle"
 *     ]
 */
import type { JsonObject, JsonValue } from '@tracewright/core';
import { readScalar } from './read-scalar.ts';

const NAME = /^([\p{L}_][\p{L}\p{N}_-]{0,59}): /u;

/** Undefined unless the first line has a name, and names are told apart. */
export function readNamedLines(text: string): JsonObject | undefined {
  const members = new Map<string, string>();
  let current: string | undefined;
  for (const line of text.split('\n')) {
    const [start = '', name] = NAME.exec(line.slice(0, 80)) ?? [];
    if (name !== undefined && !members.has(name)) {
      current = name;
      members.set(name, line.slice(start.length));
    } else if (current === undefined) return undefined;
    else members.set(current, `${members.get(current) ?? ''}\n${line}`);
  }
  return Object.fromEntries(
    [...members].map(([name, value]): [string, JsonValue] => [name, readScalar(value)]),
  );
}
