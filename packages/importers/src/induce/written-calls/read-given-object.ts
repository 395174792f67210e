/** What a call is given, at the start of a text, and what stands behind it: `({"q": 1}) in 5 ms`, a fenced block and what came back below. */
import { isJsonObject, type JsonObject } from '@tracewright/core';
import { readNamedLines } from './read-named-lines.ts';
import { readParameters } from './read-parameters.ts';
import { parseJson, parsePython } from './read-scalar.ts';

export interface Given {
  readonly given: JsonObject;
  readonly rest: string;
  /** Line breaks up to the end of the object. */
  readonly lines: number;
}

const OPENING =
  /^\s{0,40}(?:(?:arguments?|args|inputs?|param(?:eter)?s)\s{0,2}[:=]?\s{0,4})?(?:`{3,}[\w-]{0,20}\s{1,4})?\(?\s{0,4}(?=\{)/i;
const BRACKET = /^\s{0,40}\)[.;]?/;
const FENCE = /^\s{0,40}`{3,}(?=\s|$)/;

/** Undefined where no object stands there. Linear in the text. */
export function readGiven(text: string): Given | undefined {
  const opening = OPENING.exec(text)?.[0];
  if (opening === undefined) return undefined;
  const end = endOfObject(text, opening.length);
  if (end === undefined) return undefined;
  const written = text.slice(opening.length, end);
  const given = parseJson(written) ?? parsePython(written);
  if (given === undefined || !isJsonObject(given)) return undefined;
  const rest = text.slice(end).replace(BRACKET, '');
  return {
    given,
    lines: text.slice(0, end).split('\n').length - 1,
    // A fence that stands behind an object without one opens what came back.
    rest: (opening.includes('```') ? rest.replace(FENCE, '') : rest).trim(),
  };
}

/** The bracket that closes, and what ends a sentence or a span of code. */
const CLOSED = /\)[`*_.;]{0,3}$/;

/** Behind the bracket that a name opens, up to the end of the line: `path: "a.md", line: 3)`, `path="a.md").` */
export function readGivenPairs(text: string): Given | undefined {
  const line = (text.split('\n', 1)[0] ?? '').trimEnd();
  const end = CLOSED.exec(line)?.index;
  if (end === undefined) return undefined;
  const given = readParameters(line.slice(0, end));
  return isJsonObject(given) ? { given, lines: 0, rest: text.slice(line.length).trim() } : undefined;
}

/** `name: value` a line, further in than the line above: what is no further in stands behind them. */
export function readGivenLines(text: string): Given | undefined {
  const [first = '', ...below] = text.split('\n');
  const indentation = /^[ \t]{1,8}(?=\S)/.exec(below[0] ?? '')?.[0];
  if (first.trim() !== '' || indentation === undefined) return undefined;
  const end = below.findIndex((line) => !line.startsWith(indentation));
  const inner = end === -1 ? below : below.slice(0, end);
  const given = readNamedLines(inner.map((line) => line.slice(indentation.length)).join('\n'));
  if (given === undefined) return undefined;
  return { given, lines: inner.length, rest: below.slice(inner.length).join('\n').trim() };
}

/** Behind the bracket that closes the one at a place, quotes left aside. */
export function endOfObject(text: string, from: number): number | undefined {
  let depth = 0;
  let quote = '';
  for (let at = from; at < text.length; at += 1) {
    const sign = text[at] ?? '';
    if (quote !== '') {
      if (sign === '\\') at += 1;
      else if (sign === quote) quote = '';
    } else if (sign === '"' || sign === "'") quote = sign;
    else if ('{[('.includes(sign)) depth += 1;
    else if ('}])'.includes(sign)) {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return undefined;
}
