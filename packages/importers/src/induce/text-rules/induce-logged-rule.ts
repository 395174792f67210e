/** A log that mostly consists of values that stand behind what its lines say, JSON or as Java prints them. */
import { isJsonObject, type JsonValue } from '@tracewright/core';
import type { TextRule } from '../adapter/adapter.ts';
import { readLoggedValues } from '../containers/read-logged-values.ts';
import { readRole } from '../words/vocabulary.ts';

const MAX_LENGTH = 2_000_000;
const LEAST = 2;
const MOST = 0.5;
const MAX_DEPTH = 6;

/** Undefined unless most of the text is such values, and these tell of two who speak. */
export function induceLoggedRule(text: string): TextRule | undefined {
  const head = text.slice(0, MAX_LENGTH);
  const { records, logged } = readLoggedValues(head);
  if (records.length < LEAST || logged < head.length * MOST) return undefined;
  const roles = new Set(records.flatMap((record) => [...rolesIn(record, 0)]));
  return roles.size < 2 ? undefined : { headers: [], skipFences: false, logged: true };
}

function* rolesIn(value: JsonValue, depth: number): Generator<string> {
  if (typeof value === 'string') {
    const role = value.length > 40 ? undefined : readRole(value);
    if (role !== undefined) yield role;
  } else if (depth < MAX_DEPTH && (Array.isArray(value) || isJsonObject(value)))
    for (const inner of Object.values(value) as JsonValue[]) yield* rolesIn(inner, depth + 1);
}
