/** Values as they stand in texts: numbers, words, JSON, and what Python prints. */
import { isJsonObject, type JsonObject, type JsonValue } from '@tracewright/core';
import { isTooDeep } from '../../reading/json-depth.ts';
import { MAX_TEXT } from './text-call.ts';

/** "0421" is the number of a house or a part of an id. */
const NUMBER = /^-?(?:0|[1-9]\d{0,14})(?:\.\d{1,15})?$/;

export function readScalar(text: string): JsonValue {
  const trimmed = text.trim();
  const number = trimmed.replace(/(?<=\d)L$/, '');
  if (NUMBER.test(number)) return Number(number);
  if (/^(?:true|True|TRUE)$/.test(trimmed)) return true;
  if (/^(?:false|False|FALSE)$/.test(trimmed)) return false;
  if (/^(?:null|None|NULL|nil)$/.test(trimmed)) return null;
  if (trimmed.length >= 2 && trimmed.startsWith("'") && trimmed.endsWith("'"))
    return (isEscaped(trimmed) ? readPythonText(trimmed) : undefined) ?? trimmed.slice(1, -1);
  if (/^["[{]/.test(trimmed)) return parseJsonValue(trimmed) ?? parsePython(trimmed) ?? text;
  return text;
}

/** All backslashes escape something. */
function isEscaped(text: string): boolean {
  return !text.replaceAll(/\\[\\'"ntr]/g, '').includes('\\');
}

/** `'two\nlines'`; undefined where it ends before the last quote. */
export function readPythonText(text: string): JsonValue | undefined {
  const values = (parsePython(`[${text}]`) ?? []) as readonly JsonValue[];
  return values.length === 1 ? values[0] : undefined;
}

function parseJsonValue(text: string): JsonValue | undefined {
  try {
    const value = JSON.parse(text) as JsonValue;
    return isTooDeep(value) ? undefined : value;
  } catch {
    return undefined;
  }
}

/** An object or an array. */
export function parseJson(text: string): JsonValue | undefined {
  return /^[[{]/.test(text) ? parseJsonValue(text) : undefined;
}

/** `{"a"= 1}`, too. */
const WORDS: Readonly<Record<string, string>> = { True: 'true', False: 'false', None: 'null', '=': ':' };
/** `Call(`, `name=`, `None`, as they stand outside of texts. */
const WORD = /[A-Za-z_]\w{0,80}[(=]?/y;

/** `<Role.USER: 'user'>`, and what has no other words: `<app.State object at 0x7f>`. */
const NAMED_VALUE = /<[A-Za-z_][\w.]{0,120}: (?:'([^'\\]{0,200})'|(-?\d{1,15}))>/y;
const UNPRINTED = /<[^<>'"]{1,200}>/y;

/**
 * A dictionary, a list or an object (`Call(id='c1', arguments={})`) as Python prints it: it is rewritten, then it must be JSON.
 *
 * @param isTyped objects get their class as `type`, unless they have one
 */
export function parsePython(text: string, isTyped: boolean = false): JsonValue | undefined {
  if (!/^(?:[[{]|[A-Z]\w{0,80}\()/.test(text) || text.length > MAX_TEXT) return undefined;
  let json = '';
  const closing: string[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] ?? '';
    if (character === '<') {
      NAMED_VALUE.lastIndex = UNPRINTED.lastIndex = at;
      const [named, word, number] = NAMED_VALUE.exec(text) ?? [];
      const all = named ?? UNPRINTED.exec(text)?.[0];
      if (all === undefined) return undefined;
      json += word === undefined ? (number ?? 'null') : JSON.stringify(word);
      at += all.length - 1;
      continue;
    }
    if (character !== "'" && character !== '"') {
      WORD.lastIndex = at;
      const word = WORD.exec(text)?.[0] ?? character;
      if (word.endsWith('(')) closing.push(word === '(' ? ']' : '}');
      if (word === '(') json += '[';
      else if (word === ')') json += closing.pop() ?? ')';
      else if (word.endsWith('(')) json += isTyped ? typeOf(word, text[at + word.length] === ')') : '{';
      else json += word.length > 1 && word.endsWith('=') ? `"${word.slice(0, -1)}":` : (WORDS[word] ?? word);
      at += word.length - 1;
      continue;
    }
    let content = '';
    for (at += 1; at < text.length && text[at] !== character; at += 1) {
      if (text[at] === '\\') {
        const escaped = text[(at += 1)] ?? '';
        content += { n: '\n', t: '\t', r: '\r' }[escaped] ?? escaped;
      } else content += text[at] ?? '';
    }
    json += JSON.stringify(content);
  }
  return parseJsonValue(json);
}

function typeOf(word: string, isEmpty: boolean): string {
  return `{"type":"${word.slice(0, -1)}"${isEmpty ? '' : ','}`;
}

/** What Python prints of a list of objects, or of one: `[Call(id='c1', name='ls')]`; undefined where a text is anything else. */
export function readObjects(text: string): readonly JsonObject[] | undefined {
  if (!/^\[?[A-Z]\w{1,80}\([a-z_]\w{0,80}=/.test(text)) return undefined;
  const value = parsePython(text.trimEnd());
  const list = Array.isArray(value) ? (value as readonly JsonValue[]) : [value ?? null];
  return list.every(isJsonObject) ? list : undefined;
}
