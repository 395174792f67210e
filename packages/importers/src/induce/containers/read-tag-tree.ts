/**
 * A text with tags, well-formed XML or not, as a tree: `{tag, ...attributes, text, children}`. Only the names given are
 * structure, everything else is text: what an agent wrote holds tags of its own. Linear; never throws.
 */
import type { JsonObject, JsonValue } from '@tracewright/core';
import { decodeEntities } from '../written-calls/decode-entities.ts';
import { readScalar } from '../written-calls/read-scalar.ts';
import { textOf } from '../adapter/select-value.ts';
import { MAX_JSON_DEPTH } from '../../reading/json-depth.ts';
import { pushTo } from './push-to.ts';

/** One element as it was written; `T` is what its own elements were made into. */
export interface Element<T> {
  readonly tag: string;
  readonly attributes: readonly (readonly [string, JsonValue])[];
  readonly children: readonly T[];
  /** What stands between its tags and is no element's, without the blanks around. */
  readonly text: string;
  /** Of XML, as they are written. */
  readonly comments: readonly string[];
}

interface Open<T> {
  readonly tag: string;
  readonly attributes: readonly (readonly [string, JsonValue])[];
  readonly children: T[];
  readonly texts: string[];
  readonly comments: string[];
}

const TAG = /<(\/?)([A-Za-z_][\w.:-]{0,60})((?:\s[^<>]{0,2000})?)(\/?)>/g;
/** Of XML also what is no element: a comment, and a text in which nothing is one. */
const MARKUP = new RegExp(`${TAG.source}|<!--|<!\\[CDATA\\[`, 'g');
const ATTRIBUTE = /([A-Za-z_][\w.:-]{0,60})\s{0,4}=\s{0,4}(?:"([^"]{0,2000})"|'([^']{0,2000})')/g;

/** Of a document that is XML throughout: every tag is structure, and what only holds a text is a member of what is around it. */
export const ALL_TAGS = '*';

export function readTagTree(text: string, structure: ReadonlySet<string>): JsonObject {
  const isXml = structure.has(ALL_TAGS);
  return readElements(text, isXml ? undefined : structure, (element: Element<JsonObject>) =>
    toObject(element, isXml),
  );
}

/**
 * The whole text as an element without a name, made from the innermost outwards.
 *
 * @param structure the tags that are elements; undefined of XML, where all are
 */
export function readElements<T>(
  text: string,
  structure: ReadonlySet<string> | undefined,
  make: (element: Element<T>) => T,
): T {
  const pattern = structure === undefined ? MARKUP : TAG;
  const [lastComment, lastSection] = [text.lastIndexOf('-->'), text.lastIndexOf(']]>')];
  const root: Open<T> = { tag: '', attributes: [], children: [], texts: [], comments: [] };
  const open: Open<T>[] = [root];
  let from = 0;
  const top = (): Open<T> => open.at(-1) ?? root;
  const close = (): void => {
    const element = open.pop();
    if (element !== undefined) top().children.push(make(closed(element)));
  };
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    const [all, slash, tag, rest = '', empty] = match;
    if (tag === undefined) {
      const isComment = all === '<!--';
      const start = match.index + all.length;
      if (start > (isComment ? lastComment : lastSection)) continue;
      const end = text.indexOf(isComment ? '-->' : ']]>', start);
      top().texts.push(decodeEntities(text.slice(from, match.index)));
      if (isComment) top().comments.push(text.slice(match.index, end + 3));
      else top().texts.push(text.slice(start, end));
      pattern.lastIndex = from = end + 3;
      continue;
    }
    if (structure?.has(tag) === false) continue;
    const isKnownEnd = slash === '/' && open.some((element) => element.tag === tag);
    if ((slash === '/' && !isKnownEnd) || (slash !== '/' && open.length > MAX_JSON_DEPTH / 4)) continue;
    top().texts.push(decodeEntities(text.slice(from, match.index)));
    from = match.index + all.length;
    if (slash === '/') {
      while (top().tag !== tag) close();
      close();
    } else {
      const isEmpty = empty === '/' || rest.endsWith('/');
      open.push({
        tag,
        attributes: isEmpty || rest !== '' ? readAttributes(rest) : [],
        children: [],
        texts: [],
        comments: [],
      });
      if (isEmpty) close();
    }
  }
  top().texts.push(decodeEntities(text.slice(from)));
  while (open.length > 1) close();
  return make(closed(root));
}

function closed<T>({ texts, ...element }: Open<T>): Element<T> {
  const text = texts
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .join('\n');
  // In a text that is no XML a section is one where it is all that an element holds.
  return { ...element, text: text.replace(/^<!\[CDATA\[/, '').replace(/\]\]>$/, '') };
}

function readAttributes(text: string): [string, JsonValue][] {
  return [...text.matchAll(ATTRIBUTE)].map(([, name = '', double, single]) => [
    name,
    decodeEntities(double ?? single ?? ''),
  ]);
}

function toObject(element: Element<JsonObject>, isXml: boolean): JsonObject {
  const { tag, attributes, children: all } = element;
  const text = [element.text, ...element.comments].filter((part) => part !== '').join('\n');
  const { members, children } = isXml ? foldLeaves(all) : { members: [], children: all };
  return Object.fromEntries([
    ...members,
    ...attributes,
    ['tag', tag],
    ...(text === '' ? [] : [['text', text] as const]),
    ...(children.length === 0 ? [] : [['children', children] as const]),
  ]);
}

/** `<text>a</text>`, `<string key="a" value="b"/>` and `<arg name="a">b</arg>` are members of what they stand in. */
function foldLeaves(children: readonly JsonObject[]): {
  readonly members: readonly (readonly [string, JsonValue])[];
  readonly children: readonly JsonObject[];
} {
  const counts = new Map<JsonValue | undefined, number>();
  for (const { tag } of children) counts.set(tag, (counts.get(tag) ?? 0) + 1);
  const members: [string, JsonValue][] = [];
  const named = new Map<string, [string, JsonValue][]>();
  const left: JsonObject[] = [];
  for (const child of children) {
    const { tag, text, key, value, name, children: below } = child;
    const size = Object.keys(child).length;
    if (typeof tag !== 'string' || below !== undefined) left.push(child);
    else if (typeof key === 'string' && value !== undefined && size === 3)
      members.push([key, TYPED.has(tag) ? readScalar(textOf(value)) : value]);
    else if (typeof name === 'string' && typeof (text ?? value) === 'string' && size === 3)
      pushTo(named, tag, [name, readScalar(textOf(text ?? value))]);
    else if (size === (text === undefined ? 1 : 2) && counts.get(tag) === 1) members.push([tag, text ?? '']);
    else if (text !== undefined && size === 3 && counts.get(tag) === 1 && child[SHOWN] !== undefined)
      members.push([tag, child[SHOWN]], [`${tag}_id`, text]);
    else left.push(child);
  }
  for (const [tag, parts] of named) members.push([tag, Object.fromEntries(parts)]);
  return { members, children: left };
}

/** `<tool display_value="search">7f0a</tool>`: what a row refers to, as a reader is shown it. */
const SHOWN = 'display_value';

/** `<int key="age" value="52"/>` */
const TYPED: ReadonlySet<string> = new Set([
  'int',
  'integer',
  'long',
  'float',
  'double',
  'number',
  'boolean',
]);

/** Names of tags that open and close as often, by how often. Looks at the first part of a long text. */
export function countTags(text: string): ReadonlyMap<string, number> {
  const opened = new Map<string, number>();
  const closed = new Map<string, number>();
  TAG.lastIndex = 0;
  const head = text.slice(0, 2_000_000);
  for (let match = TAG.exec(head); match !== null; match = TAG.exec(head)) {
    const [, slash, tag = '', rest = '', empty] = match;
    if (slash !== '/') opened.set(tag, (opened.get(tag) ?? 0) + 1);
    if (slash === '/' || empty === '/' || rest.endsWith('/')) closed.set(tag, (closed.get(tag) ?? 0) + 1);
  }
  return new Map(
    [...opened].filter(([tag, count]) => Math.abs(count - (closed.get(tag) ?? 0)) <= count / 10),
  );
}
