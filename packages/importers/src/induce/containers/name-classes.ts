/** The class of an object says what it is (`type`) where others stand in the same place; one of which all are, nothing. */
import { isJsonObject, type JsonObject, type JsonValue } from '@tracewright/core';
import { CLASS } from '../written-calls/parse-to-string.ts';
import { pushTo } from './push-to.ts';

export function nameClasses(records: readonly JsonObject[]): JsonObject[] {
  const classes = new Map<string, JsonValue[]>();
  for (const record of records) collect(record, '', classes);
  const several = new Set([...classes].filter(([, list]) => new Set(list).size > 1).map(([place]) => place));
  return records.map((record) => nameIn(record, '', several));
}

function collect(value: JsonValue, place: string, classes: Map<string, JsonValue[]>): void {
  if (Array.isArray(value)) {
    for (const inner of value as readonly JsonValue[]) collect(inner, place, classes);
    return;
  }
  if (!isJsonObject(value)) return;
  for (const [name, inner] of Object.entries(value))
    if (name === CLASS) pushTo(classes, place, inner);
    else collect(inner, `${place}/${name}`, classes);
}

function nameIn(object: JsonObject, place: string, several: ReadonlySet<string>): JsonObject {
  const inside = (value: JsonValue, own: string): JsonValue => {
    if (Array.isArray(value)) return (value as readonly JsonValue[]).map((inner) => inside(inner, own));
    return isJsonObject(value) ? nameIn(value, own, several) : value;
  };
  const members = Object.entries(object).flatMap(([name, value]): [string, JsonValue][] => {
    if (name !== CLASS) return [[name, inside(value, `${place}/${name}`)]];
    return several.has(place) ? [['type', value]] : [];
  });
  return Object.fromEntries(members);
}
