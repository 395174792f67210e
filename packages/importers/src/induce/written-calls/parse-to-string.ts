/**
 * An object as the `toString` of Java, Kotlin and C# writes it: `Said{role=USER, text='Hi', calls=[Call[id=c1, name=ls]]}`. Texts stand without quotes, or with
 * quotes that are not escaped: a value ends where the next member begins, or where the bracket around it closes.
 */
import { isTooDeep } from '../../reading/json-depth.ts';
import type { JsonObject, JsonValue } from '@tracewright/core';
import { canonicalName } from '../words/vocabulary.ts';
import { readScalar } from './read-scalar.ts';

/** Of an object, in a name that no member has. */
export const CLASS = '#class';

const MAX_TEXT = 2_000_000;
const MAX_DEPTH = 60;
/** Characters looked at for each of the text: values that never end are given up. */
const EFFORT = 20;
interface Style {
  /** A class, if one is named, and the bracket that its members stand in. */
  readonly object: RegExp;
  readonly member: RegExp;
  readonly next: RegExp;
  /** Before the bracket that closes. */
  readonly pad: string;
}
const TIGHT: Style = {
  object: /(?:([A-Z][\w$.]{0,80}) ?)?([[{(])(?=[A-Za-z_]\w{0,60}=)/y,
  member: /([A-Za-z_]\w{0,60})=/y,
  next: /,\s{1,4}[A-Za-z_]\w{0,60}=/y,
  pad: '',
};
/** `Said { Role = user, Text = Hi }` */
const WIDE: Style = {
  object: /(?:([A-Z][\w$.]{0,80}) )?(\{) (?=[A-Za-z_]\w{0,60} = )/y,
  member: /([A-Za-z_]\w{0,60}) = /y,
  next: /,\s{1,4}[A-Za-z_]\w{0,60} = /y,
  pad: ' ',
};
const CLOSING: Readonly<Record<string, string>> = { '[': ']', '{': '}', '(': ')' };

/** Where an object begins in a line. */
export const TO_STRING: RegExp =
  /(?<![\w$.])[A-Z][\w$]{1,80}(?: ?[[{(](?=[A-Za-z_]\w{0,60}=)| \{ (?=[A-Za-z_]\w{0,60} = ))/;

/** Undefined unless the text is one object, from its start to its end; objects get their class as `#class`, unless a member says what they are. */
export function parseToString(text: string): JsonValue | undefined {
  if (text.length > MAX_TEXT) return undefined;
  const style = [TIGHT, WIDE].find(({ object }) => object.test(reset(object, text, 0)));
  if (style === undefined) return undefined;
  const reader = new Reader(text, style);
  const value = reader.object(0);
  return value === undefined || reader.at < text.trimEnd().length || isTooDeep(value) ? undefined : value;
}

function reset(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at;
  return text;
}

/** Its own word for what it is says more than the class. */
function withClass(members: readonly [string, JsonValue][], type: string | undefined): JsonObject {
  const saysKind = members.some(([name]) => /(?:^|_)(?:type|kind|role)$/.test(canonicalName(name)));
  return Object.fromEntries(type === undefined || saysKind ? members : [[CLASS, type], ...members]);
}

class Reader {
  readonly #text: string;
  readonly #style: Style;
  #effort: number;
  at = 0;

  constructor(text: string, style: Style) {
    this.#text = text;
    this.#style = style;
    this.#effort = text.length * EFFORT;
  }

  object(depth: number): JsonValue | undefined {
    const [all = '', type, bracket = ''] = this.#match(this.#style.object) ?? [];
    if (all === '' || depth > MAX_DEPTH) return undefined;
    this.at += all.length;
    const closing = CLOSING[bracket] ?? '';
    const members: [string, JsonValue][] = [];
    for (;;) {
      const [opening = '', name = ''] = this.#match(this.#style.member) ?? [];
      if (opening === '') return undefined;
      this.at += opening.length;
      const value = this.#value(closing, depth + 1);
      if (value === undefined) return undefined;
      members.push([name, value]);
      if (this.#skip(`${this.#style.pad}${closing}`)) return withClass(members, type);
      if (!this.#skip(',')) return undefined;
      this.#space();
    }
  }

  /** Up to the next member or element, or to the bracket that closes what it stands in. */
  #value(closing: string, depth: number): JsonValue | undefined {
    if (this.#match(this.#style.object) !== undefined) {
      const start = this.at;
      const object = this.object(depth);
      if (object !== undefined && this.#isEnd(closing)) return object;
      this.at = start;
    }
    if (this.#text[this.at] === '[' && !/["{[]/.test(this.#text[this.at + 1] ?? '')) {
      const start = this.at;
      const list = this.#list(depth);
      if (list !== undefined && this.#isEnd(closing)) return list;
      this.at = start;
    }
    return this.#quoted(closing) ?? this.#bare(closing);
  }

  #list(depth: number): JsonValue[] | undefined {
    if (depth > MAX_DEPTH) return undefined;
    this.at += 1;
    const list: JsonValue[] = [];
    if (this.#skip(']')) return list;
    for (;;) {
      const value = this.#match(this.#style.object) === undefined ? this.#word() : this.object(depth + 1);
      if (value === undefined) return undefined;
      list.push(value);
      if (this.#skip(']')) return list;
      if (!this.#skip(',')) return undefined;
      this.#space();
    }
  }

  /** An element of a list that is no object. */
  #word(): JsonValue | undefined {
    const start = this.at;
    while (this.at < this.#text.length && !/[,\]]/.test(this.#text[this.at] ?? '')) this.at += 1;
    return this.#spend(this.at - start) ? readScalar(this.#text.slice(start, this.at)) : undefined;
  }

  /** In quotes that end where a value may end: others are part of the text. */
  #quoted(closing: string): string | undefined {
    const quote = this.#text[this.at] ?? '';
    if (quote !== "'" && quote !== '"') return undefined;
    const start = this.at + 1;
    let seen = start;
    for (let end = this.#text.indexOf(quote, start); end !== -1; end = this.#text.indexOf(quote, end + 1)) {
      if (!this.#spend(end - seen)) return undefined;
      seen = end;
      if (!this.#isEnd(closing, end + 1)) continue;
      this.at = end + 1;
      return this.#text.slice(start, end);
    }
    return undefined;
  }

  /** A text may hold brackets of its own, which mostly close. */
  #bare(closing: string): JsonValue | undefined {
    const end = this.#endOf(closing, true) ?? this.#endOf(closing, false);
    if (end === undefined) return undefined;
    const value = this.#text.slice(this.at, end);
    this.at = end;
    return /^-?\d|^(?:true|false|null)$/.test(value) ? readScalar(value) : value;
  }

  #endOf(closing: string, isBalanced: boolean): number | undefined {
    let depth = 0;
    for (let at = this.at; at < this.#text.length; at += 1) {
      const sign = this.#text[at] ?? '';
      if (depth === 0 && this.#isEnd(closing, at)) return this.#spend(at - this.at) ? at : undefined;
      if (isBalanced && /[[{(]/.test(sign)) depth += 1;
      else if (isBalanced && /[\]})]/.test(sign)) depth = Math.max(0, depth - 1);
    }
    this.#spend(this.#text.length - this.at);
    return undefined;
  }

  #isEnd(closing: string, at: number = this.at): boolean {
    const { next, pad } = this.#style;
    return (
      this.#text.startsWith(`${pad}${closing}`, at) ||
      (this.#text[at] === ',' && next.test(reset(next, this.#text, at)))
    );
  }

  #match(pattern: RegExp): RegExpExecArray | undefined {
    return pattern.exec(reset(pattern, this.#text, this.at)) ?? undefined;
  }

  #skip(sign: string): boolean {
    if (!this.#text.startsWith(sign, this.at)) return false;
    this.at += sign.length;
    return true;
  }

  #space(): void {
    while (/\s/.test(this.#text[this.at] ?? '')) this.at += 1;
  }

  #spend(count: number): boolean {
    this.#effort -= count;
    return this.#effort > 0;
  }
}
