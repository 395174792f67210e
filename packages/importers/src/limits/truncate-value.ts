/**
 * Bounds a structured value: texts are cut, then items and members left out, and a mark stands where something is missing.
 * The value itself comes back when it is within its limits.
 */
import type { JsonObject, JsonValue } from '@tracewright/core';
import { truncateText } from './truncate-text.ts';

/** What a value that is no text counts for: a number, a bracket with its commas. */
const SCALAR_SIZE = 8;
const CONTAINER_SIZE = 16;

/** Characters in a value, or `Infinity` when it nests deeper than `depth`. */
export function sizeOfValue(value: JsonValue, depth: number): number {
  if (typeof value === 'string') return value.length;
  if (typeof value !== 'object' || value === null) return SCALAR_SIZE;
  if (depth === 0) return Infinity;
  let size = CONTAINER_SIZE;
  if (Array.isArray(value)) {
    // The cast: Array.isArray does not narrow readonly arrays.
    for (const item of value as readonly JsonValue[]) size += sizeOfValue(item, depth - 1);
    return size;
  }
  const object = value as JsonObject;
  for (const name in object) size += name.length + sizeOfValue(object[name] ?? null, depth - 1);
  return size;
}

/** @param limit of characters @param depth of nesting */
export function truncateValue(value: JsonValue, limit: number, depth: number): JsonValue {
  const size = sizeOfValue(value, depth);
  if (size <= limit) return value;
  if (typeof value === 'string') return truncateText(value, limit);
  // The marks take room as well, one a level at worst: with less for the rest, all of it fits.
  for (let room = limit; room >= MARK_SIZE; room /= 2) {
    const cut = cutValue(value, room, depth);
    if (sizeOfValue(cut, depth) <= limit) return cut;
  }
  return '… [truncated: no part of it fits]';
}

/** Room that a mark takes. */
const MARK_SIZE = 64;

function cutValue(value: JsonValue, roomAtStart: number, depth: number): JsonValue {
  let room = roomAtStart;
  const cut = (inner: JsonValue, levels: number): JsonValue => {
    if (typeof inner === 'string') {
      const text = truncateText(inner, Math.max(MARK_SIZE, Math.floor(room)));
      room -= text.length;
      return text;
    }
    if (typeof inner !== 'object' || inner === null) {
      room -= SCALAR_SIZE;
      return inner;
    }
    if (levels === 0) return `… [truncated: nested deeper than ${depth} levels]`;
    room -= CONTAINER_SIZE;
    if (Array.isArray(inner)) {
      const items: JsonValue[] = [];
      // The cast: Array.isArray does not narrow readonly arrays.
      for (const item of inner as readonly JsonValue[]) {
        if (room <= MARK_SIZE) {
          items.push(`… [truncated ${inner.length - items.length} of ${inner.length} items]`);
          break;
        }
        items.push(cut(item, levels - 1));
      }
      return items;
    }
    const entries = Object.entries(inner as JsonObject);
    const members: [string, JsonValue][] = [];
    for (const [name, member] of entries) {
      if (room <= MARK_SIZE) {
        members.push(['…', `… [truncated ${entries.length - members.length} of ${entries.length} members]`]);
        break;
      }
      room -= name.length;
      members.push([truncateText(name, MAX_NAME), cut(member, levels - 1)]);
    }
    return Object.fromEntries(members);
  };
  return cut(value, depth);
}

/** Names of members inside a value that has to be cut. */
const MAX_NAME = 1000;
