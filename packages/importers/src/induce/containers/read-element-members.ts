/**
 * XML that was made from objects, read as these: `<result><id>7</id><messages>...</messages><messages>...</messages></result>` is
 * `{"result": {"id": "7", "messages": [...]}}`. What only holds a text is that text. Linear; never throws.
 */
import type { JsonObject, JsonValue } from '@tracewright/core';
import { type Element, readElements } from './read-tag-tree.ts';

/** Says, in place of the names of tags, that elements are members; beside it stand those of which there may be several, as `metadata/messages`. */
export const AS_MEMBERS = '{}';

const NAMING = /^(?:name|key)$/i;

interface Member {
  readonly tag: string;
  readonly value: JsonValue;
}

/** @param lists elements of which there may be several in one: always read as lists */
export function readElementMembers(text: string, lists: ReadonlySet<string>): JsonValue {
  return readElements<Member>(text, undefined, (element) => ({
    tag: element.tag,
    value: toValue(element, lists),
  })).value;
}

function toValue(
  { tag: around, attributes, children, text }: Element<Member>,
  lists: ReadonlySet<string>,
): JsonObject | string {
  if (attributes.length === 0 && children.length === 0) return text;
  // Around the outermost element stands what declares the document.
  const members = new Map<string, JsonValue>(attributes);
  const repeated = new Map<string, JsonValue[]>();
  for (const { tag, value } of children) {
    const list = repeated.get(tag);
    if (list === undefined) repeated.set(tag, [value]);
    else list.push(value);
  }
  for (const [tag, values] of repeated)
    members.set(tag, values.length > 1 || lists.has(`${around}/${tag}`) ? values : (values[0] ?? null));
  return Object.fromEntries([...members, ...(text === '' || around === '' ? [] : [['text', text] as const])]);
}

/**
 * Elements of which another holds several, each behind the one around it: the lists of the objects that documents were made from.
 *
 * @returns nothing where these are no objects: others stand between the elements of one name, words between elements or beside attributes, or
 * members are named by an attribute
 */
export function findElementLists(texts: readonly string[]): readonly string[] | undefined {
  const lists = new Set<string>();
  let areObjects = true;
  for (const document of texts)
    readElements<string>(document, undefined, ({ tag, attributes, children, text }) => {
      // `<arg name="a">b</arg>` is a member called "a".
      if (children.length === 0 && attributes.some(([name]) => NAMING.test(name))) areObjects = false;
      if (text !== '' && children.length + attributes.length > 0 && tag !== '') areObjects = false;
      const last = new Map<string, number>();
      for (const [index, child] of children.entries()) {
        const before = last.get(child);
        last.set(child, index);
        if (before === undefined) continue;
        lists.add(`${tag}/${child}`);
        if (before < index - 1) areObjects = false;
      }
      return tag;
    });
  return areObjects && lists.size > 0 ? [...lists] : undefined;
}
