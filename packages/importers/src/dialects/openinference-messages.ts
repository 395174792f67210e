/**
 * OpenInference's messages, spelled out key by key: `llm.input_messages.N.message.*` of chats, `llm.prompts.N.prompt.text` and
 * `llm.choices.N.completion.text` of completions.
 */
import type { JsonObject, Message } from '@tracewright/core';
import { asArray, toText } from '../reading/json-text.ts';
import { keysBelow, unflatten, unwrap } from './flattened.ts';
import { textPart } from './message-parts.ts';
import { readMessages } from './messages.ts';

export interface SpelledMessages {
  readonly messages?: Message[];
  /** The keys that were read. */
  readonly keys: readonly string[];
}

export function readSpelledMessages(attributes: JsonObject, side: 'input' | 'output'): SpelledMessages {
  const prefix = `llm.${side}_messages.`;
  const messages = readFlattened(attributes, prefix);
  return messages === undefined
    ? readCompletion(attributes, side)
    : { messages, keys: readKeys(attributes, prefix) };
}

const COMPLETION = {
  input: { prefix: 'llm.prompts.', member: 'prompt', role: 'user' },
  output: { prefix: 'llm.choices.', member: 'completion', role: 'assistant' },
} as const;

function readCompletion(attributes: JsonObject, side: 'input' | 'output'): SpelledMessages {
  const { prefix, member, role } = COMPLETION[side];
  const messages = unwrap(asArray(unflatten(attributes, prefix)), member).map((each): Message => ({
    role,
    parts: textPart(toText(each['text'])),
  }));
  return messages.length === 0
    ? { keys: [] }
    : { messages, keys: keysBelow(attributes, prefix, /^\d+\.(?:prompt|completion)\.text$/) };
}

function readFlattened(attributes: JsonObject, prefix: string): Message[] | undefined {
  const list = unwrap(unflatten(attributes, prefix), 'message');
  if (list.length === 0) return undefined;
  const messages = list.map((message) => ({
    ...message,
    role: toText(message['role'] ?? 'user'),
    ...(message['contents'] === undefined ? {} : { content: unwrap(message['contents'], 'message_content') }),
    tool_calls: unwrap(message['tool_calls'], 'tool_call'),
    ...readFunctionCall(message),
  }));
  return readMessages(messages);
}

/** The one call that a message could have before there were lists of them. */
function readFunctionCall(message: JsonObject): JsonObject {
  const { function_call_name: name = null, function_call_arguments_json: args = null } = message;
  return name === null && args === null ? {} : { function_call: { name, arguments: args } };
}

/** The members that `readFlattened` reads: signatures, encrypted reasoning and members unknown to this version are not among them. */
const MESSAGE_MEMBERS = [
  /^\d+\.message\.(?:role|name|content|tool_call_id|function_call_name|function_call_arguments_json)$/,
  /^\d+\.message\.contents\.\d+\.message_content\.(?:type|text|(image|audio|video)\.\1\.(?:url|mime_type))$/,
  /^\d+\.message\.tool_calls\.\d+\.tool_call\.(?:id|function\.(?:name|arguments))$/,
];

function readKeys(attributes: JsonObject, prefix: string): string[] {
  return keysBelow(attributes, prefix, ...MESSAGE_MEMBERS).filter(
    // Of a message with both, the listed contents are read.
    (key) => !key.endsWith('.content') || attributes[`${key}s.0.message_content.type`] === undefined,
  );
}
