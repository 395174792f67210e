/** JSON inside JSON, and members of a foreign record by the names that it may have; see also building/fields.ts, for the one name that a format has. */
import { isJsonObject, type JsonObject, type JsonValue } from '@tracewright/core';
import { isTooDeep } from './json-depth.ts';

/** Exporters encode JSON inside JSON; more layers than this are not looked through. */
const MAX_LAYERS = 4;

/**
 * The value behind a text that is JSON: an object, an array or a quoted text, through several layers of encoding. Any
 * other text (a bare number or word included) stays text.
 */
export function decodeJsonText(value: JsonValue): JsonValue {
  let current = value;
  for (
    let layer = 0;
    layer < MAX_LAYERS && typeof current === 'string' && /^\s*[[{"]/.test(current);
    layer += 1
  ) {
    try {
      const parsed = JSON.parse(current) as JsonValue;
      // Code that walks values recurses: what is nested too deep stays the text it was.
      if (isTooDeep(parsed)) return current;
      current = parsed;
    } catch {
      return current;
    }
  }
  return current;
}

export function findText(object: JsonObject, ...keys: readonly string[]): string | undefined {
  for (const key of keys) {
    const value = object[key];
    if (typeof value === 'string' && value !== '') return value;
  }
  return undefined;
}

/** What names a session, a user or a thing: a text, or the number that a program has for it. */
export function findId(object: JsonObject, ...keys: readonly string[]): string | undefined {
  for (const key of keys) {
    const value = object[key];
    if (typeof value === 'string' && value !== '') return value;
    if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  }
  return undefined;
}

/** A number, also where it was written as text. */
export function findNumber(object: JsonObject, ...keys: readonly string[]): number | undefined {
  for (const key of keys) {
    const value = object[key];
    if (typeof value === 'number' && Number.isFinite(value)) return value;
    if (typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value)))
      return Number(value);
  }
  return undefined;
}

/** The first of the members that is there and not null, decoded. */
export function findJson(object: JsonObject, ...keys: readonly string[]): JsonValue | undefined {
  for (const key of keys) {
    const value = object[key];
    if (value !== undefined && value !== null) return decodeJsonText(value);
  }
  return undefined;
}

export function asArray(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? (value as readonly JsonValue[]) : [];
}

export function asObject(value: JsonValue | undefined): JsonObject | undefined {
  return isJsonObject(value) ? value : undefined;
}

export function toText(value: JsonValue | undefined): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
