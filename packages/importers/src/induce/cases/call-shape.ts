/**
 * Calls by their shape, whatever their members are called: a short identifier, and beside it an object whose members depend on the
 * identifier, as the parameters of a tool depend on the tool.
 */
import { isJsonObject, type JsonObject, type JsonValue } from '@tracewright/core';
import { findPlaces, pathOf } from '../adapter/path.ts';
import { type MemberProfile, meanLength, type RecordProfile } from './profile-members.ts';
import { isEmpty } from '../adapter/select-value.ts';
import { readLabel, readRole, isResultParent, WRAPPERS } from '../words/vocabulary.ts';

export interface CallShape {
  readonly tool: MemberProfile;
  /** Where the tool stands in it, the arguments are what stands beside the tool. */
  readonly arguments: MemberProfile;
}

const TOOL = /^[\p{L}_][\p{L}\p{N}_.:/-]{1,79}$/u;
/** Identifiers that tell records apart, not tools. */
const NO_TOOL =
  /^(?:type|kind|event|status|state|level|category|role|id|uid|uuid|guid|key|ref|stage|phase|sort|time|timestamp|model|version|source|language|channel|hash|path|url|host)$|_(?:id|type|at|time|kind)$/;
/** What only a machine reads. */
export const SEALED: RegExp = /encrypted|sealed|cipher|signature|checksum|base64/;
const MAX_RECORDS = 200;
const MAX_CANDIDATES = 8;

/** Undefined when nothing in the records has the shape. */
export function findCallShape(
  { members }: RecordProfile,
  records: readonly JsonObject[],
): CallShape | undefined {
  const sample = records.slice(0, MAX_RECORDS);
  const names = members.filter((member) => isNear(member) && isNameOfTool(member)).slice(0, MAX_CANDIDATES);
  const objects = members
    .filter((member) => isNear(member) && member.objects >= 2 && member.objects >= member.count * 0.9)
    .slice(0, MAX_CANDIDATES);
  let best: (CallShape & { score: number }) | undefined;
  for (const tool of names) {
    for (const args of objects) {
      const isIn = isInside(tool.path, args.path);
      if (tool.path === args.path || !(isIn ? mayCall(args) : isBeside(tool.path, args.path))) continue;
      // A name beside its arguments is surer than one among them.
      const score = dependence(tool, args, sample) * (isIn ? 0.7 : 1);
      if (score > (best?.score ?? 0)) best = { tool, arguments: args, score };
    }
  }
  return best;
}

function isNear({ names }: MemberProfile): boolean {
  return names.filter((name) => !WRAPPERS.has(name)).length <= 2;
}

/** `{"verb": "click", "x": 3}`. */
export function isInside(tool: string, object: string): boolean {
  return JSON.stringify(pathOf(tool).slice(0, -1)) === JSON.stringify(pathOf(object));
}

/** What only wraps, or says how a thing went, is no call. */
function mayCall({ names }: MemberProfile): boolean {
  const leaf = names.at(-1) ?? '';
  return (
    !WRAPPERS.has(leaf) &&
    !isResultParent(leaf) &&
    !/usage|config|settings|stats|metrics|author|sender/.test(leaf)
  );
}

function isBeside(a: string, b: string): boolean {
  const parentOf = (path: string): string => JSON.stringify(pathOf(path).slice(0, -1));
  return parentOf(a) === parentOf(b);
}

function isNameOfTool(member: MemberProfile): boolean {
  const { names, strings, count, samples, distinct } = member;
  if (strings < count * 0.95 || count < 2 || distinct.size < 2) return false;
  if (NO_TOOL.test(names.at(-1) ?? '') && !isIdOfTool(member)) return false;
  const texts = samples.filter((value) => typeof value === 'string');
  const isWord = texts.every((text) => TOOL.test(text) && !/\d{4}|[0-9a-f]{8}/.test(text));
  // Numbers of calls, not names of tools.
  if (distinct.size === count && texts.every((text) => /\d/.test(text))) return false;
  const spoken = [...distinct.keys()].filter(
    (value) => readRole(value) === 'user' || readLabel(value)?.as === 'turn',
  ).length;
  return isWord && spoken <= distinct.size * 0.3;
}

/** "shop.action.find_item", again and again: an id in words is a name. */
function isIdOfTool({ names, count, distinct }: MemberProfile): boolean {
  return (
    /._id$/.test(names.at(-1) ?? '') &&
    distinct.size < count &&
    [...distinct.keys()].every((value) => /[\p{L}\d][._][\p{L}\d]/u.test(value))
  );
}

/** How well the name tells the members of the object: 0 when it does not. */
function dependence(tool: MemberProfile, args: MemberProfile, records: readonly JsonObject[]): number {
  const shapes = new Map<string, Set<string>>();
  const all = new Set<string>();
  let pairs = 0;
  let consistent = 0;
  for (const record of records) {
    const name = valueAt(record, tool.path);
    const value = valueAt(record, args.path);
    if (typeof name !== 'string' || !isJsonObject(value)) continue;
    pairs += 1;
    const own = Object.keys(value)
      .filter((key) => value[key] !== name)
      .toSorted();
    for (const key of own) all.add(key);
    const known = shapes.get(name);
    if (known === undefined) {
      shapes.set(name, new Set(own));
      consistent += 1;
    } else {
      if (own.length === 0 || own.some((key) => known.has(key))) consistent += 1;
      for (const key of own) known.add(key);
    }
  }
  const variety = new Set([...shapes.values()].map((keys) => [...keys].join())).size;
  if (pairs < 2 || shapes.size < 2 || variety < 2 || consistent < pairs * 0.9) return 0;
  // Tools share few of their parameters.
  const mean = [...shapes.values()].reduce((sum, keys) => sum + keys.size, 0) / shapes.size;
  return all.size < mean * 1.2 ? 0 : pairs / records.length;
}

function valueAt(record: JsonObject, path: string): JsonValue | undefined {
  return [...findPlaces(record, pathOf(path))][0]?.value;
}

/** Members that may say what came back or what was meant, when no word of theirs is known: texts first, the longest of them. */
export function looksLikeText(member: MemberProfile): boolean {
  const { strings, count, samples, distinct, names } = member;
  if (NO_TOOL.test(names.at(-1) ?? '') || SEALED.test(names.at(-1) ?? '') || isEmpty(samples[0] ?? null))
    return false;
  if (strings < count * 0.5) return false;
  const texts = samples.filter((value) => typeof value === 'string');
  const isProse = texts.some((text) => /\S\s+\S/.test(text));
  return (
    isProse &&
    !texts.every((text) => /^\d{4}-\d\d-\d\d/.test(text)) &&
    (distinct.size !== 1 || count === 1 || meanLength(member) >= 12)
  );
}
