/** Calls in the attributes of tags, with what came back where it stands there too: `<call name="ls" arguments="{&quot;at&quot;: 1}" result="a.txt"/>`. */
import { isJsonObject, type JsonValue } from '@tracewright/core';
import { canonicalName } from '../words/vocabulary.ts';
import { decodeEntities } from './decode-entities.ts';
import { parseJson, readScalar } from './read-scalar.ts';
import { splitThought, type TextCall, type TextWithCalls } from './text-call.ts';

const OPENING = /<([a-z][\w-]{0,40})((?:\s{1,4}[\w:-]{1,40}="[^"]*")+)\s{0,4}(\/?)>/gi;
const ATTRIBUTE = /([\w:-]{1,40})="([^"]*)"/g;
const TOOL_NAME = /^[\p{L}_][\w.:/-]{0,79}$/u;
const NAMES = ['tool_name', 'tool', 'name', 'function'];
const ARGUMENTS = ['arguments', 'args', 'parameters', 'params', 'input'];
const RESULTS = ['result', 'output', 'response'];
const IDS = ['call_id', 'tool_call_id', 'id'];

export function readAttributes(text: string): TextWithCalls | undefined {
  const calls: TextCall[] = [];
  const outside: string[] = [];
  /** Tags that are closed no more: they are looked for once. */
  const unclosed = new Set<string>();
  let from = 0;
  OPENING.lastIndex = 0;
  for (let match = OPENING.exec(text); match !== null; match = OPENING.exec(text)) {
    const [all, tag = '', written = '', closed] = match;
    const call = callOf(written);
    if (call === undefined) continue;
    calls.push(call);
    outside.push(text.slice(from, match.index));
    const start = match.index + all.length;
    const end = closed === '/' || unclosed.has(tag) ? -1 : text.indexOf(`</${tag}>`, start);
    if (end === -1) unclosed.add(tag);
    from = end === -1 ? start : end + tag.length + 3;
    OPENING.lastIndex = from;
  }
  if (calls.length === 0) return undefined;
  outside.push(text.slice(from));
  return { ...splitThought(outside.join('')), calls };
}

function callOf(written: string): TextCall | undefined {
  const members = new Map(
    [...written.matchAll(ATTRIBUTE)].map(([, name = '', value = '']) => [
      canonicalName(name),
      decodeEntities(value),
    ]),
  );
  const find = (names: readonly string[]): string | undefined =>
    names.map((name) => members.get(name)).find((value) => value !== undefined && value !== '');
  const tool = find(NAMES) ?? '';
  const given = decode(find(ARGUMENTS) ?? '');
  if (!TOOL_NAME.test(tool) || !isJsonObject(given)) return undefined;
  const [callId, result] = [find(IDS), find(RESULTS)];
  return {
    tool,
    arguments: given,
    ...(callId === undefined ? {} : { callId }),
    ...(result === undefined ? {} : { result: readScalar(result) }),
  };
}

/** An object, also one that was written as a text of JSON. */
function decode(text: string): JsonValue | undefined {
  const value = readScalar(text);
  return typeof value === 'string' ? parseJson(value) : value;
}
