/**
 * What providers take of JSON Schema where they hold the model to it: a subset, and a 400 for the rest. Bounds are left out
 * (the caller validates the value all the same), objects are closed.
 */
import { isJsonObject, type JsonObject, type JsonValue } from '@tracewright/core';

const LEFT_OUT = new Set([
  '$schema',
  'default',
  'exclusiveMaximum',
  'exclusiveMinimum',
  'format',
  'maximum',
  'maxItems',
  'maxLength',
  'maxProperties',
  'minimum',
  'minItems',
  'minLength',
  'minProperties',
  'multipleOf',
  'pattern',
  'uniqueItems',
]);
/** Their members are names of properties or definitions, not keywords. */
const NAMED = new Set(['properties', '$defs', 'definitions']);

export function toSupportedSchema(schema: JsonObject): JsonObject {
  const kept = Object.entries(schema).flatMap(([keyword, value]): [string, JsonValue][] => {
    if (LEFT_OUT.has(keyword)) return [];
    if (NAMED.has(keyword) && isJsonObject(value))
      return [[keyword, Object.fromEntries(Object.entries(value).map(([name, own]) => [name, visit(own)]))]];
    return [[keyword, keyword === 'enum' || keyword === 'const' ? value : visit(value)]];
  });
  const isObject = schema['type'] === 'object';
  return { ...Object.fromEntries(kept), ...(isObject ? { additionalProperties: false } : {}) };
}

function visit(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return (value as readonly JsonValue[]).map(visit);
  return isJsonObject(value) ? toSupportedSchema(value) : value;
}

/** Whether every object names all its properties as required: OpenAI's strict mode takes no other. */
export function isStrict(schema: JsonValue): boolean {
  if (Array.isArray(schema)) return (schema as readonly JsonValue[]).every(isStrict);
  if (!isJsonObject(schema)) return true;
  const { properties, required } = schema as { properties?: JsonValue; required?: JsonValue };
  if (schema['type'] === 'object') {
    const names = isJsonObject(properties) ? Object.keys(properties) : [];
    if (!Array.isArray(required) || !names.every((name) => required.includes(name))) return false;
  }
  return Object.values(schema).every(isStrict);
}

/** For models that no provider holds to a schema. */
export function schemaInWords(schema: JsonObject): string {
  return `\n\nAnswer with one JSON value and nothing else: no code fence, no words before or after it. It follows this JSON Schema:\n${JSON.stringify(schema)}`;
}
