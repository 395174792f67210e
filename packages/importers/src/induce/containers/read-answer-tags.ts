/**
 * What tools gave, between tags in a text that holds nothing else: `<tool_response>{"name": "ls", "content": "a.txt"}</tool_response>`, one
 * after another where several were called. Linear in the text.
 */
import { isJsonObject, type JsonValue } from '@tracewright/core';
import { decodeJsonText } from '../../reading/json-text.ts';
import { CALL_NAME_LEAVES, canonicalName, isResultParent, RESULT_LEAVES } from '../words/vocabulary.ts';

const OPENING = /^<([A-Za-z][\w-]{1,40})>/;
/** Members of an envelope; more are what came back. */
const MAX_MEMBERS = 6;

/** The tag around what a tool gave, where the text begins and ends with it. */
export function answerTagOf(text: string): string | undefined {
  const tag = OPENING.exec(text.trimStart().slice(0, 60))?.[1];
  if (tag === undefined || !isResultParent(canonicalName(tag))) return undefined;
  return text.trimEnd().endsWith(`</${tag}>`) ? tag : undefined;
}

/** A list with each answer below the name of its tag; or the text of the only one, if it names no call. Undefined where other words stand beside them. */
export function readAnswerTags(text: string, tags: readonly string[]): JsonValue | undefined {
  const tag = answerTagOf(text);
  if (tag === undefined || !tags.includes(tag)) return undefined;
  const [opening, closing] = [`<${tag}>`, `</${tag}>`];
  const whole = text.trim();
  const answers: string[] = [];
  for (let at = 0; at < whole.length;) {
    const end = whole.indexOf(closing, at);
    if (!whole.startsWith(opening, at) || end === -1) return undefined;
    answers.push(whole.slice(at + opening.length, end).trim());
    at = end + closing.length;
    while (at < whole.length && whole.charCodeAt(at) <= 32) at += 1;
  }
  const values = answers.map((answer): JsonValue => {
    const value = decodeJsonText(answer);
    return isEnvelope(value) ? value : { content: answer };
  });
  const [only] = answers;
  const isText = answers.length === 1 && only !== undefined && !isEnvelope(decodeJsonText(only));
  return isText ? only : values.map((value) => ({ [tag]: value }));
}

/** `{"name": "ls", "content": "a.txt"}`: says which call it answers, or wraps what came back alone. */
function isEnvelope(value: JsonValue): boolean {
  if (!isJsonObject(value)) return false;
  const names = Object.keys(value).map(canonicalName);
  return (
    names.length <= MAX_MEMBERS &&
    names.some((name) => RESULT_LEAVES.includes(name)) &&
    (names.length === 1 || names.some((name) => CALL_NAME_LEAVES.includes(name) || /(?:^|_)id$/.test(name)))
  );
}
