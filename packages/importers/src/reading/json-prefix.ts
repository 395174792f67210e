import type { JsonValue } from '@tracewright/core';
import { MAX_JSON_DEPTH } from './json-depth.ts';

export interface JsonPrefix {
  /** What could be read: open arrays and objects are closed where the text broke off. */
  readonly value: JsonValue | undefined;
  /** UTF-16 offset of the first character that could not be used; undefined when the whole text is one JSON value. */
  readonly brokenAt: number | undefined;
  readonly message: string;
}

/**
 * Reads as much of a broken or truncated JSON text as stands before the break. The member that is broken is left out,
 * except that a string, array or object cut by the end of the text is kept as far as it goes.
 */
export function parseJsonPrefix(text: string): JsonPrefix {
  let at = 0;
  let message = '';
  let broken: number | undefined;

  const fail = (what: string): undefined => {
    if (broken === undefined) {
      broken = at;
      message = at >= text.length ? 'the text ends inside a JSON value' : what;
    }
    return undefined;
  };
  const skipSpace = (): void => {
    for (;;) {
      const code = text.charCodeAt(at);
      if (code !== 32 && code !== 10 && code !== 13 && code !== 9) return;
      at += 1;
    }
  };
  const readString = (): string | undefined => {
    let end = at + 1;
    let escape = text.length;
    for (; end < text.length; end += 1) {
      const code = text.charCodeAt(end);
      if (code === 92) {
        escape = end;
        end += 1;
      } else if (code === 34) break;
    }
    if (end >= text.length) {
      // The end may have cut the last escape sequence.
      const isWhole = /^\\(?:[^u]|u[0-9a-fA-F]{4})/.test(text.slice(escape, escape + 6));
      const partial = text.slice(at + 1, isWhole ? text.length : escape);
      at = text.length;
      fail('');
      return tryParse(`"${partial}"`);
    }
    const value = tryParse(text.slice(at, end + 1));
    if (value === undefined) return fail('a string has an invalid escape or control character');
    at = end + 1;
    return value;
  };
  const readValue = (depth: number): JsonValue | undefined => {
    skipSpace();
    const character = text[at];
    if (depth > MAX_JSON_DEPTH) return fail(`nesting is deeper than ${MAX_JSON_DEPTH}`);
    if (character === '"') return readString();
    if (character === '[') {
      at += 1;
      const items: JsonValue[] = [];
      skipSpace();
      if (text[at] === ']') {
        at += 1;
        return items;
      }
      for (;;) {
        const item = readValue(depth + 1);
        if (item !== undefined) items.push(item);
        if (broken !== undefined) return items;
        skipSpace();
        if (text[at] === ',') at += 1;
        else if (text[at] === ']') {
          at += 1;
          return items;
        } else {
          fail('expected "," or "]"');
          return items;
        }
      }
    }
    if (character === '{') {
      at += 1;
      const members: [string, JsonValue][] = [];
      const close = (): JsonValue => Object.fromEntries(members);
      skipSpace();
      if (text[at] === '}') {
        at += 1;
        return close();
      }
      for (;;) {
        skipSpace();
        if (text[at] !== '"') {
          fail('expected a member name');
          return close();
        }
        const key = readString();
        if (key === undefined || broken !== undefined) return close();
        skipSpace();
        if (text[at] !== ':') {
          fail('expected ":"');
          return close();
        }
        at += 1;
        const value = readValue(depth + 1);
        if (value !== undefined) members.push([key, value]);
        if (broken !== undefined) return close();
        skipSpace();
        if (text[at] === ',') at += 1;
        else if (text[at] === '}') {
          at += 1;
          return close();
        } else {
          fail('expected "," or "}"');
          return close();
        }
      }
    }
    const literal = /^(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)/.exec(
      text.slice(at, at + 400),
    );
    if (literal === null) return fail('expected a JSON value');
    at += literal[0].length;
    return JSON.parse(literal[0]) as JsonValue;
  };

  const value = readValue(0);
  if (broken === undefined) {
    skipSpace();
    if (at < text.length) fail('there is text after the JSON value');
  }
  return { value, brokenAt: broken, message };
}

function tryParse(text: string): string | undefined {
  try {
    return JSON.parse(text) as string;
  } catch {
    return undefined;
  }
}
