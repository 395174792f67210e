/** What came back, out of the envelopes that an API puts around it: `[{"functionResponse": {"id", "name", "response": {"output": "4"}}}]`. */
import { isJsonObject, type JsonObject, type JsonValue } from '@tracewright/core';
import { decodeJsonText } from '../../reading/json-text.ts';
import { canonicalName, isResultParent } from '../words/vocabulary.ts';

const MAX_DEPTH = 4;
const ANSWERS = ['output', 'result', 'content', 'text', 'response', 'value'];
/** What came back instead. */
const FAILURES = ['error'];

/** Beside the blocks of an answer stands how it went, and nothing else. */
const BESIDE_BLOCKS = /^(?:is_?error|_?meta)$/i;

/** The value itself where nothing in it is named as an answer. */
export function unwrapAnswer(value: JsonValue): JsonValue {
  if (isJsonObject(value)) return blocksIn(value) ?? value;
  if (!Array.isArray(value) || value.length === 0) return value;
  const list = value as readonly JsonValue[];
  const answers = list.map(answerIn);
  if (answers.includes(undefined)) return value;
  const [only, ...others] = answers;
  return others.length === 0 ? (only ?? value) : answers.map((answer) => answer ?? null);
}

/** An answer of an API that was printed as it came. */
export function unwrapText(text: string): JsonValue {
  if (!/^\{\s{0,20}"content"/.test(text)) return text;
  const decoded = decodeJsonText(text);
  const inner = unwrapAnswer(decoded);
  return inner === decoded ? text : inner;
}

/** `{"content": [{"type": "text", "text": "4"}], "isError": false}` */
function blocksIn({ content, ...others }: JsonObject): string | undefined {
  const isAlone = Object.keys(others).every((name) => BESIDE_BLOCKS.test(name));
  if (!isAlone || Object.keys(others).length === 0 || !Array.isArray(content) || content.length === 0)
    return undefined;
  const texts = (content as readonly JsonValue[]).map((block) =>
    isJsonObject(block) ? block['text'] : null,
  );
  return texts.every((text) => typeof text === 'string') ? texts.join('\n') : undefined;
}

function answerIn(element: JsonValue): JsonValue | undefined {
  if (!isJsonObject(element)) return undefined;
  const [only, ...others] = Object.entries(element);
  if (only === undefined || others.length > 0 || !isJsonObject(only[1])) return undefined;
  return isResultParent(canonicalName(only[0])) ? innermost(only[1], 0) : undefined;
}

function innermost(value: JsonObject, depth: number): JsonValue {
  const isAlone = Object.keys(value).length === 1;
  const name = [...ANSWERS, ...(isAlone ? FAILURES : [])].find((one) => Object.hasOwn(value, one));
  const inner = name === undefined ? value : (value[name] ?? null);
  return isJsonObject(inner) && inner !== value && depth < MAX_DEPTH ? innermost(inner, depth + 1) : inner;
}
