/** OTLP's JSON encoding of attribute values. Source: opentelemetry-proto v1.9.0, common.proto; docs/specification.md "JSON Protobuf Encoding". */
import { isJsonObject, type JsonObject, type JsonValue } from '@tracewright/core';
import { isTooDeep } from '../../reading/json-depth.ts';
import { asArray } from '../../reading/json-text.ts';

/** Lists and maps nested deeper than this are cut there. */
export const MAX_DEPTH = 100;

/** AnyValue to a plain value: 64-bit integers that a number cannot hold stay text, bytes stay base64. */
export function readAnyValue(value: JsonValue | undefined, depth: number = 0): JsonValue {
  if (!isJsonObject(value)) return bounded(value ?? null);
  if (depth > MAX_DEPTH) return null;
  const text = value['stringValue'] ?? value['string_value'];
  if (text !== undefined) return bounded(text);
  const flag = value['boolValue'] ?? value['bool_value'];
  if (flag !== undefined) return bounded(flag);
  const integer = value['intValue'] ?? value['int_value'];
  if (integer !== undefined) return readInteger(integer);
  const double = value['doubleValue'] ?? value['double_value'];
  if (double !== undefined) return readDouble(double);
  const list = value['arrayValue'] ?? value['array_value'];
  if (isJsonObject(list)) return asArray(list['values']).map((item) => readAnyValue(item, depth + 1));
  const map = value['kvlistValue'] ?? value['kvlist_value'];
  if (isJsonObject(map)) return readAttributes(map['values'], depth + 1);
  return bounded(value['bytesValue'] ?? value['bytes_value'] ?? null);
}

/** Some senders leave the wrapper out; what they nest in its place must not be deeper than anything else. */
function bounded(value: JsonValue): JsonValue {
  return isTooDeep(value, MAX_DEPTH) ? null : value;
}

function readInteger(value: JsonValue): JsonValue {
  const number = Number(value);
  return typeof value === 'string' && value !== '' && Number.isSafeInteger(number) ? number : bounded(value);
}

/** "NaN", "Infinity" and "-Infinity" stay text: JSON has no number for them. */
function readDouble(value: JsonValue): JsonValue {
  const number = Number(value);
  return typeof value === 'string' && value !== '' && Number.isFinite(number) ? number : bounded(value);
}

/** KeyValue list to an object; what has no key is passed over. */
export function readAttributes(list: JsonValue | undefined, depth: number = 0): JsonObject {
  const attributes: OpenObject = {};
  // Every attribute of every span: a loop, no lists.
  for (const item of asArray(list)) {
    if (!isJsonObject(item)) continue;
    const key = item['key'];
    if (typeof key === 'string' && key !== '') setMember(attributes, key, readAnyValue(item['value'], depth));
  }
  return attributes;
}

/** An object that is being filled. */
export interface OpenObject {
  [key: string]: JsonValue;
}

export function setMember(object: OpenObject, key: string, value: JsonValue): void {
  // Assigned, it would set the prototype.
  if (key === '__proto__')
    Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
  else object[key] = value;
}

/** fixed64 nanoseconds as text or number; undefined for absent, zero (the proto default) and what is no time. */
export function readNanos(value: JsonValue | undefined): bigint | undefined {
  if (typeof value === 'number' && Number.isFinite(value) && value > 0) return BigInt(Math.trunc(value));
  return typeof value === 'string' && /^\d{1,20}$/.test(value) && !/^0+$/.test(value)
    ? BigInt(value)
    : undefined;
}
