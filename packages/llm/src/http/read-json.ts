/** Members of an answer that may not be what its protocol says: what is missing or of another type reads as empty. */
import { isJsonObject, type JsonObject, type JsonValue } from '@tracewright/core';

export function readText(object: JsonObject, name: string): string {
  const value = object[name];
  return typeof value === 'string' ? value : '';
}

export function readCount(object: JsonObject, name: string): number {
  const value = object[name];
  return typeof value === 'number' && value > 0 ? value : 0;
}

export function readObject(object: JsonObject, name: string): JsonObject {
  const value = object[name];
  return isJsonObject(value) ? value : {};
}

export function readList(object: JsonObject, name: string): readonly JsonValue[] {
  const value = object[name];
  return Array.isArray(value) ? (value as readonly JsonValue[]) : [];
}
