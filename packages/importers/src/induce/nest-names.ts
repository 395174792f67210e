/**
 * Members whose names count: `{"thought_0", "observation_0", "thought_1", ...}` is a list of steps, `{"messages.0.role", "messages.0.text"}`
 * a list of messages.
 */
import type { JsonObject, JsonValue } from '@tracewright/core';
import { isJsonObject } from '@tracewright/core';
import { canonicalName, readLabel } from './vocabulary.ts';
import { pushTo } from './push-to.ts';

const MAX_NAMES = 2_000;
const MAX_INDEX = 10_000;
const DOTTED = /^([^\d.][^.]{0,60}(?:\.[^\d.][^.]{0,60}){0,6})\.(\d{1,4})(?:\.(.{1,300}))?$/;
const COUNTED = /^([\p{L}_][\p{L}_]{0,40}?)[_-]?(\d{1,4})$/u;

/** The object itself where no names count. */
export function nestNames(value: JsonObject): JsonValue {
  const names = Object.keys(value);
  if (names.length < 2 || names.length > MAX_NAMES || !names.some((name) => /\d/.test(name))) return value;
  return nestDotted(value) ?? nestCounted(value) ?? value;
}

function nestDotted(value: JsonObject): JsonObject | undefined {
  const lists = new Map<string, Map<number, [string, JsonValue][]>>();
  const others: [string, JsonValue][] = [];
  for (const [name, inner] of Object.entries(value)) {
    const [, prefix = '', index = '', rest = ''] = DOTTED.exec(name) ?? [];
    if (prefix === '') others.push([name, inner]);
    else {
      const list = lists.get(prefix) ?? new Map<number, [string, JsonValue][]>();
      lists.set(prefix, list);
      pushTo(list, Number(index), [rest, inner]);
    }
  }
  if (lists.size === 0) return undefined;
  return Object.fromEntries([
    ...others,
    ...[...lists].map(([prefix, list]): [string, JsonValue] => [
      prefix,
      [...list].toSorted(([a], [b]) => a - b).map(([, entries]) => toTree(entries)),
    ]),
  ]);
}

/** `[["message.role", "user"], ["message.calls.0.name", "ls"]]` as an object; the empty name is the value itself. */
function toTree(entries: readonly (readonly [string, JsonValue])[]): JsonValue {
  const [first] = entries;
  if (first !== undefined && first[0] === '') return first[1];
  const groups = new Map<string, [string, JsonValue][]>();
  for (const [name, value] of entries) {
    const dot = name.indexOf('.');
    const [head, rest] = dot === -1 ? [name, ''] : [name.slice(0, dot), name.slice(dot + 1)];
    pushTo(groups, head, [rest, value]);
  }
  const members = [...groups].map(([head, inner]) => [head, toTree(inner)] as const);
  const isList = members.every(([head]) => /^\d{1,4}$/.test(head));
  return isList
    ? members.toSorted(([a], [b]) => Number(a) - Number(b)).map(([, inner]) => inner)
    : Object.fromEntries(members);
}

function nestCounted(value: JsonObject): JsonValue | undefined {
  const steps = new Map<number, [string, JsonValue][]>();
  const bases = new Set<string>();
  const others: [string, JsonValue][] = [];
  for (const [name, inner] of Object.entries(value)) {
    const [, base = '', index = ''] = COUNTED.exec(name) ?? [];
    if (base === '' || Number(index) > MAX_INDEX) others.push([name, inner]);
    else {
      const bare = base.replace(/[_-]$/, '');
      bases.add(bare);
      pushTo(steps, Number(index), [bare, inner]);
    }
  }
  const isTold =
    bases.size >= 2 &&
    [...bases].filter((base) => readLabel(canonicalName(base)) !== undefined).length >= bases.size / 2 &&
    others.length <= bases.size * steps.size;
  if (!isTold) return undefined;
  const list = [...steps].toSorted(([a], [b]) => a - b).map(([, members]) => Object.fromEntries(members));
  return others.length === 0 ? list : { ...Object.fromEntries(others), steps: list };
}

/** `{"call-7": {...}, "call-8": {...}}` as a list; `#key` is the name. */
export function listKeyed(value: JsonObject): readonly JsonValue[] {
  return Object.entries(value).map(([key, inner]) =>
    isJsonObject(inner) ? { '#key': key, ...inner } : { '#key': key, value: inner },
  );
}
