/**
 * Members whose names count: `{"thought_0", "observation_0", "thought_1", ...}` is a list of steps, `{"messages.0.role", "messages.0.text"}`
 * a list of messages.
 */
import type { JsonObject, JsonValue } from '@tracewright/core';
import { isJsonObject } from '@tracewright/core';
import { canonicalName, readLabel } from '../words/vocabulary.ts';
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

/** `{"call-7": {...}, "call-8": {...}}` as a list; `#key` is the name. Of lists, what stands in all of them; `#name` is whose it is. */
export function listKeyed(value: JsonObject): readonly JsonValue[] {
  return Object.entries(value).flatMap(([key, inner]): JsonValue[] => {
    if (Array.isArray(inner))
      return (inner as readonly JsonValue[]).map((element) => ({
        '#name': key,
        ...(isJsonObject(element) ? withoutLists(element) : { value: element }),
      }));
    return [isJsonObject(inner) ? { '#key': key, ...inner } : { '#key': key, value: inner }];
  });
}

const MAX_WRAPPED = 6;

/** `{"main": [[{"json": {...}}]]}`: what a node passes on comes in lists of one. */
function withoutLists(value: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, onlyOf(inner, 0)]));
}

/** Within the lists stands what was passed on, as it is. */
function onlyOf(value: JsonValue, depth: number): JsonValue {
  if (depth > MAX_WRAPPED) return value;
  if (Array.isArray(value)) {
    const list = value as readonly JsonValue[];
    const [only = null] = list;
    if (list.length !== 1 || typeof only !== 'object' || only === null) return value;
    return Array.isArray(only) ? onlyOf(only, depth + 1) : only;
  }
  return isJsonObject(value)
    ? Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, onlyOf(inner, depth + 1)]))
    : value;
}

/** `{"Chat": [{"started", "output"}], "search": [{"started", "output"}]}`: what each node did, under its name. */
export function isNodes(value: JsonObject): boolean {
  const lists = Object.values(value);
  if (lists.length < 2 || !lists.every(isListOfObjects)) return false;
  const names = lists.map((list) => new Set(list.flatMap((element) => Object.keys(element))));
  const all = new Set(names.flatMap((set) => [...set]));
  const common = [...all].filter((name) => names.every((set) => set.has(name)));
  // Alike, and with a time that puts them in order.
  return common.length >= Math.max(2, all.size * 0.5) && common.some((name) => TIME.test(name));
}

const TIME = /start|time|date|created|_at$|At$|^ts$/;

function isListOfObjects(value: JsonValue): value is readonly JsonObject[] {
  const list = Array.isArray(value) ? (value as readonly JsonValue[]) : [];
  return list.length > 0 && list.slice(0, 50).every(isJsonObject);
}
