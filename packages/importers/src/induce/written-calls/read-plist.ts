/** Values as Lisp writes them: `(:name "search" :args (:q "tea" :pages [1 2] :exact t))`. */
import { isJsonObject, type JsonObject, type JsonValue } from '@tracewright/core';
import { readScalar } from './read-scalar.ts';

const MAX_DEPTH = 40;
const SPACE = /[\s]*/y;
const ATOM = /[^\s()[\]"']{1,200}/y;
const NUMBER = /^-?\d/;
const WORDS: Readonly<Record<string, JsonValue>> = {
  t: true,
  nil: null,
  ':json-false': false,
  ':false': false,
  ':null': null,
  ':json-null': null,
};

export interface WrittenValue {
  readonly value: JsonValue;
  /** Where it ends in the text. */
  readonly end: number;
}

/** A list of names and values at the start of a text, as an object. Linear in the text. */
export function readPlist(text: string): { readonly value: JsonObject; readonly end: number } | undefined {
  if (!/^\(:[\w-]/.test(text)) return undefined;
  const found = readValue(text, 0, 0);
  return found !== undefined && isJsonObject(found.value)
    ? { value: found.value, end: found.end }
    : undefined;
}

function readValue(text: string, from: number, depth: number): WrittenValue | undefined {
  if (depth > MAX_DEPTH) return undefined;
  const at = skipSpace(text, from);
  const sign = text[at];
  if (sign === '"') return readString(text, at);
  if (sign === '(' || sign === '[') return readList(text, at, depth);
  ATOM.lastIndex = at;
  const atom = ATOM.exec(text)?.[0];
  if (atom === undefined) return undefined;
  const word = Object.hasOwn(WORDS, atom) ? WORDS[atom] : undefined;
  return {
    value: word === undefined ? (NUMBER.test(atom) ? readScalar(atom) : atom) : word,
    end: at + atom.length,
  };
}

function readString(text: string, from: number): WrittenValue | undefined {
  let value = '';
  for (let at = from + 1; at < text.length; at += 1) {
    const character = text[at] ?? '';
    if (character === '"') return { value, end: at + 1 };
    if (character === '\\') {
      const escaped = text[(at += 1)] ?? '';
      value += { n: '\n', t: '\t', r: '\r' }[escaped] ?? escaped;
    } else value += character;
  }
  return undefined;
}

function readList(text: string, from: number, depth: number): WrittenValue | undefined {
  const closing = text[from] === '(' ? ')' : ']';
  const items: JsonValue[] = [];
  let at = skipSpace(text, from + 1);
  while (text[at] !== closing) {
    const item = readValue(text, at, depth + 1);
    if (item === undefined) return undefined;
    items.push(item.value);
    at = skipSpace(text, item.end);
  }
  if (closing === ']') return { value: items, end: at + 1 };
  // An empty list is nothing.
  return { value: items.length === 0 ? null : (toObject(items) ?? items), end: at + 1 };
}

/** Undefined unless every other item is a name behind a colon. */
function toObject(items: readonly JsonValue[]): JsonObject | undefined {
  const members: [string, JsonValue][] = [];
  for (let index = 0; index < items.length; index += 2) {
    const name = items[index];
    const value = items[index + 1];
    if (typeof name !== 'string' || !/^:[\w-]/.test(name) || value === undefined) return undefined;
    members.push([name.slice(1), value]);
  }
  return Object.fromEntries(members);
}

function skipSpace(text: string, at: number): number {
  SPACE.lastIndex = at;
  return at + (SPACE.exec(text)?.[0].length ?? 0);
}
