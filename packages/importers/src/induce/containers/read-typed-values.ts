/**
 * Members written with the type of their value, as databases export documents: `{"role": {"S": "user"}, "n": {"N": "3"}}`, `{"role":
 * {"stringValue": "user"}, "args": {"mapValue": {"fields": {...}}}}`. Read as the values that they are.
 */
import { isJsonObject, type JsonObject, type JsonValue } from '@tracewright/core';
import { MAX_JSON_DEPTH } from '../../reading/json-depth.ts';
import { readScalar } from '../written-calls/read-scalar.ts';

/** What is longer than a number keeps stays a text: ids and times are told apart by their last digits. */
const NUMBER = /^-?\d{1,40}(?:\.\d{1,40})?(?:e[+-]?\d{1,3})?$/i;
const TEXTS = /^(?:S|B|(?:string|timestamp|reference|bytes)_?[Vv]alue)$/;
const NUMBERS = /^(?:N|(?:integer|double|number|int|float)_?[Vv]alue)$/;
const FLAGS = /^(?:BOOL|(?:boolean|bool)_?[Vv]alue)$/;
const NOTHING = /^(?:NULL|null_?[Vv]alue)$/;
const LISTS = /^(?:L|(?:array|list)_?[Vv]alue)$/;
const MAPS = /^(?:M|(?:map|struct)_?[Vv]alue)$/;
const SETS = /^(?:SS|NS|BS)$/;

/** Undefined where any member has no type, or another than it says. */
export function readTypedMembers(value: JsonObject, depth: number = 0): JsonObject | undefined {
  const members = Object.entries(value).map(([name, inner]) => [name, readTypedValue(inner, depth)] as const);
  return members.length > 0 &&
    members.every((member): member is readonly [string, JsonValue] => member[1] !== undefined)
    ? Object.fromEntries(members)
    : undefined;
}

/** With an exponent too, where JSON can write it. */
function readNumber(text: string): JsonValue {
  const number = Number(text);
  return /e/i.test(text) && Number.isFinite(number) ? number : readScalar(text);
}

function readTypedValue(value: JsonValue, depth: number): JsonValue | undefined {
  const [only, ...others] = isJsonObject(value) ? Object.entries(value) : [];
  if (only === undefined || others.length > 0 || depth > MAX_JSON_DEPTH) return undefined;
  const [type, inner] = only;
  if (TEXTS.test(type)) return typeof inner === 'string' ? inner : undefined;
  if (NUMBERS.test(type)) {
    if (typeof inner === 'number') return inner;
    return typeof inner === 'string' && NUMBER.test(inner) ? readNumber(inner) : undefined;
  }
  if (FLAGS.test(type)) return typeof inner === 'boolean' ? inner : undefined;
  if (NOTHING.test(type)) return null;
  if (SETS.test(type)) return Array.isArray(inner) ? inner : undefined;
  if (LISTS.test(type)) {
    const list = isJsonObject(inner) ? (inner['values'] ?? []) : inner;
    const values = Array.isArray(list)
      ? (list as readonly JsonValue[]).map((element) => readTypedValue(element, depth + 1))
      : [undefined];
    return values.every((element): element is JsonValue => element !== undefined) ? values : undefined;
  }
  if (!MAPS.test(type) || !isJsonObject(inner)) return undefined;
  const fields = type === 'M' ? inner : (inner['fields'] ?? {});
  if (!isJsonObject(fields)) return undefined;
  return Object.keys(fields).length === 0 ? {} : readTypedMembers(fields, depth + 1);
}
