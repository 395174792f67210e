/** The lists in a document that may hold the turns of its runs, the likeliest first. */
import { isJsonObject, type JsonObject, type JsonValue } from '@tracewright/core';
import { findCallShape } from './call-shape.ts';
import { findPlaces, formatPath, type PathStep } from '../adapter/path.ts';
import { profileMembers } from './profile-members.ts';
import { rankField } from './rank-fields.ts';
import { splitByName } from './split-by-name.ts';
import { asRecord } from '../adapter/select-value.ts';
import {
  BLOCK_LISTS,
  CALL_LISTS,
  canonicalName,
  NOT_RECORDS,
  readLabel,
  RECORD_LISTS,
  RESULT_LISTS,
  isResultParent,
  WITHIN_RUN,
  WRAPPERS,
} from '../words/vocabulary.ts';

export interface Collection {
  readonly steps: readonly PathStep[];
  readonly path: string;
  readonly records: readonly JsonObject[];
  /** Elements in each list, on average. */
  readonly length: number;
  readonly score: number;
}

const MAX_DEPTH = 7;
/** Records looked at in each collection. */
export const MAX_RECORDS = 600;
const MAX_COLLECTIONS = 200;
const MAX_VISITED = 200_000;
/** What a list of turns says for the list that holds it. */
const HOLDS = 0.4;

const NONE: ReadonlySet<string> = new Set();

interface Found {
  readonly steps: readonly PathStep[];
  readonly records: JsonObject[];
  /** Only texts: reasoning written as a list of sentences. */
  isTexts: boolean;
  lists: number;
  elements: number;
}

export function findCollections(roots: readonly JsonValue[]): Collection[] {
  const found = new Map<string, Found>();
  let visited = 0;
  const visit = (value: JsonValue, steps: readonly PathStep[], listed = NONE): void => {
    if (
      typeof value !== 'object' ||
      value === null ||
      steps.length > MAX_DEPTH ||
      (visited += 1) > MAX_VISITED
    )
      return;
    const isMap = isJsonObject(value) && (isKeyed(value, listed) || holdsParts(value));
    if (Array.isArray(value) || isMap) {
      const elements = isJsonObject(value) ? Object.values(value) : (value as readonly JsonValue[]);
      const inner: PathStep[] = [...steps, { kind: 'each' }];
      add(inner, elements);
      const isNamed = holdsNodes(elements);
      for (const element of elements.slice(0, 400)) {
        visit(element, inner);
        if (isNamed && isJsonObject(element))
          for (const node of Object.values(element)) visit(node, [...inner, { kind: 'each' }]);
      }
    } else if (isJsonObject(value)) {
      for (const name of treeMembers(value)) {
        const tree: PathStep = { kind: 'tree', name };
        add(
          [...steps, tree],
          [...findPlaces(value, [tree])].map((place) => place.value),
        );
      }
      const beside = textsListedIn(value);
      for (const [name, member] of Object.entries(value))
        visit(member, [...steps, { kind: 'name', name }], beside);
    }
  };
  const add = (steps: readonly PathStep[], elements: readonly JsonValue[]): void => {
    const objects = elements.filter((element) => isJsonObject(element) || isTuple(element));
    const isTexts =
      objects.length === 0 && elements.length > 0 && elements.every((element) => typeof element === 'string');
    if (objects.length < elements.length * 0.8 && !isTexts) return;
    const path = formatPath(steps);
    let entry = found.get(path);
    if (entry === undefined) {
      if (found.size >= MAX_COLLECTIONS) return;
      entry = { steps, records: [], isTexts, lists: 0, elements: 0 };
      found.set(path, entry);
    }
    entry.lists += 1;
    entry.elements += elements.length;
    for (const element of elements) {
      if (entry.records.length >= MAX_RECORDS) break;
      const record = asRecord(element);
      if (record !== undefined) entry.records.push(record);
    }
  };
  for (const root of roots) visit(root, []);
  const lists = [...found].map(([path, entry]): Found & Omit<Collection, 'score'> => {
    const length = entry.elements / Math.max(1, entry.lists);
    return { ...entry, path, length };
  });
  const best = rank(lists.filter(({ steps }) => !isForOthers(steps)));
  // A list of examples is none of turns, unless there is no other.
  return best.length > 0 ? best : rank(lists);
}

/** In a list of tools, scores or examples. */
function isForOthers(steps: readonly PathStep[]): boolean {
  return steps.some(
    (step, index) =>
      step.kind === 'name' &&
      NOT_RECORDS.has(canonicalName(step.name)) &&
      // Of tags that have names each says something else.
      !(WRAPPERS.has(canonicalName(step.name)) && steps[index + 1]?.kind === 'name'),
  );
}

function rank(lists: readonly (Found & Omit<Collection, 'score'>)[]): Collection[] {
  const all = lists.map((list): Collection => ({
    steps: list.steps,
    path: list.path,
    records: list.records,
    length: list.length,
    score: scoreOf(list),
  }));
  // What holds a list of turns may be turns itself.
  const held = all.map((outer) => {
    const inside = all.filter(({ path }) => path.startsWith(`${outer.path}.`)).map(({ score }) => score);
    return outer.score > 0 || inside.length === 0 ? outer : { ...outer, score: Math.max(...inside) * HOLDS };
  });
  return held.filter(({ score }) => score > 0).toSorted((a, b) => b.score - a.score);
}

/** Lists whose elements have such a list again: a tree of runs. */
function treeMembers(value: JsonObject): string[] {
  return Object.entries(value).flatMap(([name, member]) => {
    const elements = Array.isArray(member) ? (member as readonly JsonValue[]).filter(isJsonObject) : [];
    const isTree = elements.length > 0 && elements.every((element) => Array.isArray(element[name]));
    const below = elements.some(
      (element) => Object.hasOwn(element, name) && (element[name] as readonly JsonValue[]).length > 0,
    );
    return isTree || (below && elements.length > 0) ? [name] : [];
  });
}

/** `{"agent": {"messages": [...]}}, {"tools": {"messages": [...]}}`: whose state each element tells, under its name. */
function holdsNodes(elements: readonly JsonValue[]): boolean {
  const names = new Set<string>();
  const lists = new Map<string, Set<string>>();
  for (const element of elements.slice(0, 400)) {
    if (!isJsonObject(element)) return false;
    const [only, ...others] = Object.entries(element);
    if (only === undefined || others.length > 0 || !isJsonObject(only[1])) return false;
    names.add(only[0]);
    for (const [member, value] of Object.entries(only[1]))
      if (Array.isArray(value)) lists.set(member, (lists.get(member) ?? new Set()).add(only[0]));
  }
  // What most of them have under one name.
  return (
    names.size >= 2 &&
    [...lists.values()].some((holders) => holders.size >= names.size / 2 && holders.size >= 2)
  );
}

/** An id as machines give them. */
const ID =
  /^(?:[\w-]{0,20}[_:-])?(?:[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|[0-9a-f]{16,64}|[0-9A-HJKMNP-TV-Z]{26})$/i;

/** What stands in lists of texts: `{"byId": {...}, "order": ["m1", "m2"]}`. */
function textsListedIn(value: JsonObject): ReadonlySet<string> {
  return new Set(
    Object.values(value).flatMap((list) =>
      Array.isArray(list) ? (list as readonly JsonValue[]).filter((text) => typeof text === 'string') : [],
    ),
  );
}

/**
 * `{"step_1": {...}, "step_2": {...}}`, or a name that is an id for each: an object used as a list.
 *
 * @param listed texts of the lists beside it, which may be the names in their order
 */
function isKeyed(value: JsonObject, listed: ReadonlySet<string>): boolean {
  const names = Object.keys(value);
  const isId = (name: string): boolean => {
    const inner = value[name];
    const isOwn =
      listed.has(name) || (isJsonObject(inner) && (inner['id'] === name || inner['_id'] === name));
    return ID.test(name) || (names.length > 1 && isOwn);
  };
  if (names.length > 0 && names.every(isId) && Object.values(value).every(isJsonObject)) return true;
  if (names.length < 2 || !Object.values(value).every(isJsonObject)) return false;
  const shapes = new Set(names.map((name) => name.replaceAll(/\d+/g, '#')));
  if (shapes.size === 1 && names.every((name) => /\d/.test(name))) return true;
  // Alike inside, and named by no word of the field.
  const members = Object.values(value).map((inner) =>
    isJsonObject(inner) ? Object.keys(inner).toSorted().join() : '',
  );
  return (
    new Set(members).size === 1 && names.length >= 3 && names.every((name) => readLabel(name) === undefined)
  );
}

/** `{"query": [...], "step_0": [...], "step_1": [...]}`: one list, told in parts that are counted. */
function holdsParts(value: JsonObject): boolean {
  const lists = Object.values(value);
  const counted = Object.keys(value).filter((name) => /\d/.test(name));
  if (counted.length < 2 || new Set(counted.map((name) => name.replaceAll(/\d+/g, '#'))).size > 1)
    return false;
  if (!lists.every((list) => Array.isArray(list) && (list as readonly JsonValue[]).every(isJsonObject)))
    return false;
  const elements = lists.flat() as readonly JsonObject[];
  const [first] = elements;
  const common = Object.keys(first ?? {}).filter((name) => elements.every((one) => Object.hasOwn(one, name)));
  return common.length >= 2;
}

/** `["open", {"door": 1}, "it is locked"]`; a list of numbers or of lists is none, a pair of objects are two records. */
function isTuple(value: JsonValue): boolean {
  if (!Array.isArray(value) || value.length < 2 || value.length > 6) return false;
  const list = value as readonly JsonValue[];
  return list.some((inner) => typeof inner === 'string');
}

function scoreOf({ steps, records, isTexts, length }: Found & { readonly length: number }): number {
  if (records.length === 0) return 0;
  const names = steps.flatMap((step) => (step.kind === 'name' ? [canonicalName(step.name)] : []));
  const last = names.at(-1) ?? '';
  const isNamed = RECORD_LISTS.has(last) && steps.at(-2)?.kind === 'name';
  const isTree = steps.at(-1)?.kind === 'tree';
  if (isTexts) return isNamed ? 1 + Math.min(1, length / 5) : 0;
  // Lines behind prompts, see induce-prompt-rule.ts.
  if (records.every((record) => typeof record['prompt'] === 'string' && typeof record['head'] === 'string'))
    return 2;
  const profile = profileMembers(records);
  const share = (field: Parameters<typeof rankField>[1], atLeast: number): number =>
    Math.max(
      0,
      ...rankField(profile, field)
        .filter(({ score }) => score >= atLeast)
        .map(({ member, score }) => (member.count / records.length) * score),
    );
  // Kinds of records each have their own members: presence counts more than its share.
  const mark = (value: number): number => (value === 0 ? 0 : 0.4 + 0.6 * value);
  const roles = rankField(profile, 'role').some(
    ({ member, score }) =>
      score < 0.4 || [...member.distinct.keys()].some((value) => readLabel(value) !== undefined),
  );
  const types = profile.members.some(
    ({ names: path, distinct, count }) =>
      path.length <= 2 &&
      distinct.size >= 2 &&
      distinct.size <= 60 &&
      count >= records.length * 0.5 &&
      [...distinct.keys()].filter((value) => readLabel(value) !== undefined).length >= distinct.size * 0.4,
  );
  // Turns of turns: what the blocks say counts for what holds them.
  const hasBlocks = profile.members.some(
    ({ names: path, lists, count }) =>
      path.length <= 2 &&
      lists >= count * 0.8 &&
      count >= records.length * 0.5 &&
      (BLOCK_LISTS.has(path.at(-1) ?? '') ||
        CALL_LISTS.has(path.at(-1) ?? '') ||
        RESULT_LISTS.has(path.at(-1) ?? '') ||
        isResultParent(path.at(-1) ?? '')),
  );
  const evidence =
    (roles ? 1 : 0) +
    (types ? 0.8 : 0) +
    mark(share('text', 0.5)) * 0.8 +
    mark(share('thought', 0.5)) * 0.8 +
    mark(Math.max(share('tool', 0.55), share('callText', 0.8))) +
    mark(share('arguments', 0.6)) * 0.6 +
    (findCallShape(profile, records) === undefined ? 0 : 0.8) +
    mark(share('result', 0.65)) +
    (hasBlocks ? 0.8 : 0) +
    mark(share('time', 0.5)) * 0.4 +
    mark(share('callId', 0.7)) * 0.2;
  // Kinds that are the names of members, wherever they stand.
  const named = evidence < 0.8 && splitByName(records).length >= 2 ? 1.5 : 0;
  if (evidence + named < 0.8) return 0;
  const size = Math.min(1, 0.4 + Math.log2(1 + length) / 4);
  return (evidence + named + (isNamed || isTree ? 0.8 : 0)) * size * (1 - 0.03 * steps.length);
}

export interface Split {
  readonly at: readonly PathStep[];
  readonly records: readonly PathStep[];
}

/** What holds the list of records nearest is a run. */
export function splitAtLast(steps: readonly PathStep[]): Split {
  const wildcards = steps.flatMap((step, index) => (step.kind === 'each' ? [index] : []));
  const cut = (wildcards.at(-2) ?? -1) + 1;
  return { at: steps.slice(0, cut), records: steps.slice(cut) };
}

/** The next wider run: its records stand in what the last wildcard of it ranges over. */
export function splitAround({ at, records }: Split): Split | undefined {
  const cut = at.slice(0, -1).findLastIndex(({ kind }) => kind === 'each') + 1;
  return cut === 0 ? undefined : { at: at.slice(0, cut), records: [...at.slice(cut), ...records] };
}

/**
 * Where a run ends and its records begin: the path is cut after the last wildcard outside of the list of records, unless what
 * it ranges over are turns of turns.
 */
export function splitAtRun(steps: readonly PathStep[]): Split {
  const wildcards = steps.flatMap((step, index) => (step.kind === 'each' ? [index] : []));
  for (const index of wildcards.slice(0, -1).toReversed()) {
    const before = steps[index - 1];
    const name = before?.kind === 'name' ? canonicalName(before.name) : '';
    const isTurns =
      name === ''
        ? before?.kind === 'each'
        : WITHIN_RUN.has(name) || /_(?:log|trace|history|steps|turns)$/.test(name);
    if (!isTurns) return { at: steps.slice(0, index + 1), records: steps.slice(index + 1) };
  }
  return { at: [], records: steps };
}
