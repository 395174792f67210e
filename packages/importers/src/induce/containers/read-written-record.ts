/** A text that is a record itself: JSON that names its kind, or what Python printed of a message that says who speaks. */
import { isJsonObject, type JsonObject } from '@tracewright/core';
import { parseJson, readObjects } from '../written-calls/read-scalar.ts';
import { canonicalName, FIELD_WORDS, readLabel, readRole } from '../words/vocabulary.ts';

const [ROLE] = FIELD_WORDS.role;

export function readWrittenRecord(text: string): JsonObject | undefined {
  const written = text.trim();
  if (written.startsWith('{')) {
    const value = parseJson(written);
    const type = isJsonObject(value) ? value['type'] : undefined;
    return isJsonObject(value) && typeof type === 'string' && readLabel(type) !== undefined
      ? value
      : undefined;
  }
  const [only, ...others] = readObjects(written) ?? [];
  return only !== undefined && others.length === 0 && namesRole(only) ? only : undefined;
}

/** `UserMessage(role='user', content='Hi')` */
function namesRole(object: JsonObject): boolean {
  return Object.entries(object).some(
    ([name, value]) =>
      canonicalName(name) === ROLE && typeof value === 'string' && readRole(value) !== undefined,
  );
}
