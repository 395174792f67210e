/**
 * Arguments as a list of Markdown, a name to an item and what it is given behind or below it:
 *
 *     * **path**: `notes.md`
 *     * **edits**:
 *         * - `a`
 *         * - `b`
 *     * **force**:
 *         *true*
 */
import type { JsonObject, JsonValue } from '@tracewright/core';
import { readScalar } from './read-scalar.ts';
import { MAX_TEXT } from './text-call.ts';

/** Lists in lists; what is deeper makes the text no list. */
const MAX_DEPTH = 12;
const ITEM = /^[-*•+][ \t]{1,8}(?=\S)/;
/** "* - `a`": an element, in the list of a list. */
const ELEMENT = /^-(?:[ \t]{1,8}|$)/;
const NAME =
  /^(?:\*\*([\p{L}_][\p{L}\p{N}_.-]{0,79})(?:\*\*:|:\*\*)|`([\p{L}_][\p{L}\p{N}_.-]{0,79})`:)(?:[ \t]+|$)/u;
const NOTHING = /^[*_](?:empty|none|no)(?: \w{1,20}){0,2}[*_]$/i;
const EMPHASIS = /^([*_])([^*_]{1,40})\1$/;

interface Line {
  readonly indent: number;
  readonly text: string;
}

/** Undefined unless every item of the outermost list has a name in bold or in backticks. */
export function readBullets(text: string): JsonObject | undefined {
  if (text.length > MAX_TEXT) return undefined;
  if (NOTHING.test(text.trim().slice(0, 80))) return {};
  const lines = text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line): Line => ({ indent: line.length - line.trimStart().length, text: line.trim() }));
  const [first] = lines;
  if (first === undefined || !NAME.test(first.text.replace(ITEM, '')) || !ITEM.test(first.text))
    return undefined;
  const value = readList(lines, 0);
  return value === undefined || Array.isArray(value) ? undefined : (value as JsonObject);
}

/** An object or an array; undefined where a line is neither an item nor below one, or where items of both kinds stand together. */
function readList(lines: readonly Line[], depth: number): JsonValue | undefined {
  const indent = lines[0]?.indent ?? 0;
  const members: [string, JsonValue][] = [];
  const elements: JsonValue[] = [];
  for (let at = 0; at < lines.length;) {
    const line = lines[at];
    if (line === undefined || line.indent !== indent || !ITEM.test(line.text)) return undefined;
    let end = at + 1;
    while (end < lines.length && (lines[end]?.indent ?? 0) > indent) end += 1;
    const content = line.text.replace(ITEM, '');
    const named = NAME.exec(content);
    const start = named?.[0] ?? ELEMENT.exec(content)?.[0] ?? '';
    const value = readValue(content.slice(start.length), lines.slice(at + 1, end), depth);
    if (value === undefined) return undefined;
    if (named === null) elements.push(value);
    else members.push([named[1] ?? named[2] ?? '', value]);
    at = end;
  }
  if (elements.length > 0) return members.length > 0 ? undefined : elements;
  return Object.fromEntries(members);
}

/** What stands behind a name, or below it. */
function readValue(written: string, below: readonly Line[], depth: number): JsonValue | undefined {
  if (below.length === 0) return readWritten(written);
  const isList = written === '' && ITEM.test(below[0]?.text ?? '');
  if (!isList) return readWritten([written, ...below.map(({ text }) => text)].join('\n').trim());
  return depth >= MAX_DEPTH ? undefined : readList(below, depth + 1);
}

/** What stands in backticks is a text, whatever it looks like. */
function readWritten(text: string): JsonValue {
  const quoted =
    text.length >= 2 && text.startsWith('`') && text.endsWith('`') ? text.slice(1, -1) : undefined;
  if (quoted !== undefined && !quoted.includes('`')) return quoted;
  if (NOTHING.test(text.slice(0, 80))) return /list|array/.test(text) ? [] : /str|text/.test(text) ? '' : {};
  const inner = EMPHASIS.exec(text.slice(0, 60))?.[2];
  const scalar = inner === undefined ? undefined : readScalar(inner);
  return scalar === undefined || typeof scalar === 'string' ? readScalar(text) : scalar;
}
