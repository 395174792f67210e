/** Masks structured values: texts in them, and whatever stands under a name that says it is a secret. Shape and counts stay. */
import { isJsonObject, type JsonObject, type JsonValue } from '@tracewright/core';
import { type MaskText, placeholder } from './mask-text.ts';
import { isNamedSecret } from './plausible-secret.ts';
import { classifyName, type NamedSecret } from './secret-names.ts';

/** Gives the value back itself where there is nothing to mask. @throws Error beyond the depth that a record may have */
export type MaskValue = (value: JsonValue, kinds: string[]) => JsonValue;

/** Deeper values are refused long before; here it only keeps recursion bounded. */
const MAX_DEPTH = 500;

const OPTION = /^--?([A-Za-z][\w-]{0,63})$/;

const MAX_NAME = 200;
const MAX_NAMES = 10_000;

export interface ValueMasker {
  /** Names can carry secrets as well. */
  readonly maskName: MaskText;
  readonly maskValue: MaskValue;
  /** A value that stands under a name, as attributes do. */
  readonly maskNamed: (name: string, value: JsonValue, kinds: string[]) => JsonValue;
}

/** @param hasNames whether names of secrets count */
export function createValueMasker(maskText: MaskText, hasNames: boolean): ValueMasker {
  const maskValue = (value: JsonValue, kinds: string[], depth: number): JsonValue => {
    if (typeof value === 'string') return maskText(value, kinds);
    if (typeof value !== 'object' || value === null) return value;
    if (depth > MAX_DEPTH) throw new Error(`nested deeper than ${MAX_DEPTH} levels`);
    return Array.isArray(value)
      ? mapList(value, (item, index) => maskItem(value[index - 1], item, kinds, depth))
      : // The cast: Array.isArray does not narrow readonly arrays.
        maskMembers(value as JsonObject, kinds, depth);
  };

  /** A command's arguments name their values one before: `["--password", "…"]`. */
  const maskItem = (
    before: JsonValue | undefined,
    item: JsonValue,
    kinds: string[],
    depth: number,
  ): JsonValue => {
    const option =
      typeof before === 'string' && typeof item === 'string' && !item.startsWith('-')
        ? OPTION.exec(before)?.[1]
        : undefined;
    return option === undefined ? maskValue(item, kinds, depth + 1) : maskMember(option, item, kinds, depth);
  };

  // Names repeat from span to span: those without a secret are known.
  const cleanNames = new Set<string>();
  const maskName: MaskText = (name, kinds) => {
    if (cleanNames.has(name)) return name;
    const masked = maskText(name, kinds);
    if (masked === name && name.length <= MAX_NAME) {
      if (cleanNames.size >= MAX_NAMES) cleanNames.clear();
      cleanNames.add(name);
    }
    return masked;
  };

  const maskMembers = (object: JsonObject, kinds: string[], depth: number): JsonObject =>
    mapMembers(
      object,
      (name) => maskName(name, kinds),
      (name, value) => maskMember(name === 'value' ? nameOf(object) : name, value, kinds, depth),
    );

  const maskMember = (name: string, value: JsonValue, kinds: string[], depth: number): JsonValue => {
    const named = hasNames ? classifyName(name) : undefined;
    return named === undefined
      ? maskValue(value, kinds, depth + 1)
      : maskUnder(named, value, kinds, depth + 1);
  };

  const maskUnder = (named: NamedSecret, value: JsonValue, kinds: string[], depth: number): JsonValue => {
    if (typeof value === 'string') {
      if (!isNamedSecret(value, named)) return maskText(value, kinds);
      kinds.push(named.kind);
      return placeholder(named.kind);
    }
    if (typeof value === 'number') {
      if (!named.isCertain || (named.kind !== 'password' && named.kind !== 'secret')) return value;
      kinds.push(named.kind);
      return placeholder(named.kind);
    }
    if (typeof value !== 'object' || value === null) return value;
    if (depth > MAX_DEPTH) throw new Error(`nested deeper than ${MAX_DEPTH} levels`);
    if (Array.isArray(value)) return mapList(value, (item) => maskUnder(named, item, kinds, depth + 1));
    // The cast: Array.isArray does not narrow readonly arrays.
    const object = value as JsonObject;
    // `"password": {"type": "string"}` describes one.
    if (isSchema(object)) return maskMembers(object, kinds, depth);
    return mapMembers(
      object,
      (name) => maskName(name, kinds),
      (name, inner) => maskUnder(classifyName(name) ?? named, inner, kinds, depth + 1),
    );
  };

  return {
    maskName,
    maskValue: (value, kinds) => maskValue(value, kinds, 0),
    maskNamed: (name, value, kinds) => maskMember(name, value, kinds, 0),
  };
}

/** Replaces every text and number, whatever it says; names, truth values and structure stay. */
export function replaceLeaves(value: JsonValue, replace: (text: string) => string): JsonValue {
  if (typeof value === 'string') return replace(value);
  if (typeof value === 'number') return replace(String(value));
  if (typeof value !== 'object' || value === null) return value;
  // The casts: Array.isArray does not narrow readonly arrays.
  if (Array.isArray(value))
    return (value as readonly JsonValue[]).map((item) => replaceLeaves(item, replace));
  return Object.fromEntries(
    Object.entries(value as JsonObject).map(([key, inner]) => [key, replaceLeaves(inner, replace)]),
  );
}

/** The list itself when no item changes. */
export function mapList<T>(list: readonly T[], map: (item: T, index: number) => T): readonly T[] {
  let changed: T[] | undefined;
  for (let index = 0; index < list.length; index += 1) {
    // The index is within the list.
    const item = list[index] as T;
    const mapped = map(item, index);
    if (mapped !== item) changed ??= [...list];
    if (changed !== undefined) changed[index] = mapped;
  }
  return changed ?? list;
}

/**
 * The object itself when no name and no value changes; members for which `mapValue` gives undefined are left out. Names that
 * became equal are told apart again, so that no member is lost.
 */
export function mapMembers(
  object: JsonObject,
  mapName: (name: string) => string,
  mapValue: (name: string, value: JsonValue) => JsonValue | undefined,
): JsonObject {
  let changed: [string, JsonValue][] | undefined;
  let index = 0;
  for (const name in object) {
    const value = object[name] ?? null;
    const newName = mapName(name);
    const newValue = mapValue(name, value);
    if (newName !== name || newValue !== value) changed ??= Object.entries(object).slice(0, index);
    if (newValue !== undefined) changed?.push([newName, newValue]);
    index += 1;
  }
  if (changed === undefined) return object;
  const taken = new Set<string>();
  for (const member of changed) {
    const [name] = member;
    for (let copy = 2; taken.has(member[0]); copy += 1) member[0] = `${name} ${copy}`;
    taken.add(member[0]);
  }
  // Own properties whatever their names: an assignment to `__proto__` would not make one.
  return Object.fromEntries(changed);
}

/** `{"name": "API_KEY", "value": …}`, as lists of headers, variables and cookies have it: the value stands under that name. */
function nameOf(object: JsonObject): string {
  const name = object['name'] ?? object['key'];
  return typeof name === 'string' ? name : 'value';
}

function isSchema(object: JsonObject): boolean {
  const { type } = object;
  // A schema has no value.
  if (object['value'] !== undefined) return false;
  return (
    (typeof type === 'string' && /^(?:string|number|integer|boolean|object|array|null)$/.test(type)) ||
    (Array.isArray(type) && type.length > 0) ||
    ['$ref', 'anyOf', 'oneOf', 'allOf', 'properties'].some(
      (key) =>
        isJsonObject(object[key]) ||
        Array.isArray(object[key]) ||
        (key === '$ref' && typeof object[key] === 'string'),
    )
  );
}
