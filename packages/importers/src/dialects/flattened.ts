/** Attributes that spell a list out key by key: `llm.input_messages.0.message.role`, `gen_ai.prompt.1.content`. */
import { isJsonObject, type JsonObject, type JsonValue } from '@tracewright/core';

/** An index beyond this is taken for a name: nobody sends so many, and `x.999999999` must not make a huge list. */
const MAX_INDEX = 100_000;
const MAX_SEGMENTS = 24;

interface Node {
  value?: JsonValue;
  readonly children: Map<string, Node>;
}

/** What stands below `prefix` (which ends in a dot) as one value; undefined when nothing does. */
export function unflatten(attributes: JsonObject, prefix: string): JsonValue | undefined {
  const root: Node = { children: new Map() };
  for (const [key, value] of Object.entries(attributes)) {
    if (!key.startsWith(prefix)) continue;
    const segments = key.slice(prefix.length).split('.');
    if (segments.length > MAX_SEGMENTS) continue;
    let node = root;
    for (const segment of segments) {
      const child: Node = node.children.get(segment) ?? { children: new Map() };
      node.children.set(segment, child);
      node = child;
    }
    node.value = value;
  }
  return root.children.size === 0 ? undefined : toValue(root);
}

function toValue(node: Node): JsonValue {
  if (node.children.size === 0) return node.value ?? null;
  const keys = [...node.children.keys()];
  const isList = keys.every((key) => /^\d{1,6}$/.test(key) && Number(key) < MAX_INDEX);
  const entries = [...node.children].map(([key, child]): [string, JsonValue] => [key, toValue(child)]);
  if (!isList) return Object.fromEntries(entries);
  return entries.toSorted(([a], [b]) => Number(a) - Number(b)).map(([, value]) => value);
}

/**
 * The keys below `prefix` whose rest is one of `members`: what a dialect takes over of a list that is spelled out. What it has no place for
 * stays an attribute.
 */
export function keysBelow(attributes: JsonObject, prefix: string, ...members: readonly RegExp[]): string[] {
  return Object.keys(attributes).filter((key) => {
    if (!key.startsWith(prefix)) return false;
    const rest = key.slice(prefix.length);
    return members.some((member) => member.test(rest));
  });
}

/** OpenInference wraps each element under a name of its own: `{message: {...}}` to `{...}`. */
export function unwrap(list: JsonValue | undefined, name: string): JsonObject[] {
  if (!Array.isArray(list)) return [];
  return (list as readonly JsonValue[]).flatMap((item) => {
    const inner = isJsonObject(item) ? item[name] : undefined;
    return isJsonObject(inner) ? [inner] : [];
  });
}
