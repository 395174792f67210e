/** What a call is given, at the start of a text, and what stands behind it: `({"q": 1}) in 5 ms`, a fenced block and what came back below. */
import { isJsonObject, type JsonObject } from '@tracewright/core';
import { parseJson, parsePython } from './read-scalar.ts';

export interface Given {
  readonly given: JsonObject;
  readonly rest: string;
  /** Line breaks up to the end of the object. */
  readonly lines: number;
}

const OPENING =
  /^\s{0,40}(?:(?:arguments?|args|inputs?|param(?:eter)?s)\s{0,2}[:=]?\s{0,4})?(?:`{3,}[\w-]{0,20}\s{1,4})?\(?\s{0,4}(?=\{)/i;
const CLOSING = /^\s{0,40}\)?(?:\s{0,40}`{3,}(?=\s|$))?/;

/** Undefined where no object stands there. Linear in the text. */
export function readGiven(text: string): Given | undefined {
  const opening = OPENING.exec(text)?.[0];
  if (opening === undefined) return undefined;
  const end = endOfObject(text, opening.length);
  if (end === undefined) return undefined;
  const written = text.slice(opening.length, end);
  const given = parseJson(written) ?? parsePython(written);
  if (given === undefined || !isJsonObject(given)) return undefined;
  const rest = text.slice(end);
  return {
    given,
    lines: text.slice(0, end).split('\n').length - 1,
    rest: rest.slice(CLOSING.exec(rest)?.[0].length ?? 0).trim(),
  };
}

/** Where the brace at a place is closed, quotes left aside. */
export function endOfObject(text: string, from: number): number | undefined {
  let depth = 0;
  let quote = '';
  for (let at = from; at < text.length; at += 1) {
    const sign = text[at] ?? '';
    if (quote !== '') {
      if (sign === '\\') at += 1;
      else if (sign === quote) quote = '';
    } else if (sign === '"' || sign === "'") quote = sign;
    else if (sign === '{' || sign === '[') depth += 1;
    else if (sign === '}' || sign === ']') {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return undefined;
}
