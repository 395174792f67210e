/**
 * What a span was given or gave back, in the shapes that frameworks record, to messages. Pure: JSON value in, messages out.
 *
 *     readMessages('[{"role":"user","content":"Hi"}]')  // [{ role: 'user', parts: [{ type: 'text', content: 'Hi' }] }]
 *
 * Known: lists of OpenAI, Anthropic, OpenTelemetry GenAI, LangChain and Vercel messages; `{messages: [...]}` (LangGraph);
 * OpenAI responses items and whole responses, chat completions; Gemini and Google ADK requests, responses and invocations;
 * `{system, prompt}`; a bare list of Vercel tool calls. Tool results become messages of their own with role `tool`, except
 * in Gemini contents, whose wire role (`user`) is kept, as is `model` for its answers.
 */
import {
  isJsonObject,
  type JsonObject,
  type JsonValue,
  type Message,
  type MessagePart,
} from '@tracewright/core';
import { asArray, asObject, decodeJsonText, findText, toText } from '../reading/json-text.ts';
import { callPart, readParts, responseParts, textPart } from './message-parts.ts';

/** Wrappers inside wrappers are followed this deep. */
const MAX_DEPTH = 6;

/** @returns undefined when the value holds no messages */
export function readMessages(raw: JsonValue | undefined, depth: number = 0): Message[] | undefined {
  if (raw === undefined || depth > MAX_DEPTH) return undefined;
  const value = decodeJsonText(raw);
  if (Array.isArray(value)) return readList(value as readonly JsonValue[], depth);
  if (!isJsonObject(value)) return undefined;
  const single = readMessage(value);
  if (single !== undefined) return single;
  for (const name of [
    'messages',
    'output',
    'contents',
    'choices',
    'candidates',
    'generations',
    'new_message',
    'newMessage',
    'message',
    'content',
    'kwargs',
  ]) {
    const inner = value[name];
    if (!isJsonObject(inner) && !Array.isArray(inner)) continue;
    const messages = readMessages(inner, depth + 1);
    if (messages !== undefined) return [...readInstructions(value), ...messages];
  }
  const prompt = value['prompt'];
  if (typeof prompt === 'string')
    return [...readInstructions(value), { role: 'user', parts: textPart(prompt) }];
  if (isJsonObject(prompt) || Array.isArray(prompt)) return readMessages(prompt, depth + 1);
  if (
    typeof value['text'] === 'string' &&
    (value['toolCalls'] !== undefined || value['finishReason'] !== undefined)
  ) {
    return [
      {
        role: 'assistant',
        parts: [...textPart(value['text']), ...asArray(value['toolCalls']).flatMap(readVercelCall)],
      },
    ];
  }
  return undefined;
}

/** Like `readMessages`; a plain text is what `role` said. */
export function readPlainMessages(role: string, raw: JsonValue | undefined): Message[] | undefined {
  const messages = readMessages(raw);
  if (messages !== undefined || typeof raw !== 'string' || raw === '') return messages;
  return [{ role, parts: textPart(raw) }];
}

/**
 * The blocks of a message's content that stand as JSON text where only a text can stand, such as in an attribute:
 * `[{"type":"text","text":"Hi"},{"type":"image_url",...}]`. Any other text stays what it is: calls have attributes of their own, and a
 * person may have typed JSON.
 */
export function decodeBlocks(content: JsonValue): JsonValue {
  const blocks = typeof content === 'string' && /^\s*\[/.test(content) ? decodeJsonText(content) : content;
  const isKnown =
    Array.isArray(blocks) &&
    blocks.length > 0 &&
    blocks.every((block) => isJsonObject(block) && typeof block['type'] === 'string') &&
    readParts(blocks).every(({ type }) => type === 'text' || type === 'media');
  return isKnown ? blocks : content;
}

/** A list holds messages if at least one element is, or carries, one and none is plainly something else. */
function readList(list: readonly JsonValue[], depth: number): Message[] | undefined {
  const calls = list.flatMap(readVercelCall);
  if (list.length > 0 && calls.length === list.length) return [{ role: 'assistant', parts: calls }];
  const messages: Message[] = [];
  let known = 0;
  for (const element of list) {
    const read =
      (isJsonObject(element) ? readMessage(element) : undefined) ?? readMessages(element, depth + 1);
    if (read !== undefined) known += 1;
    // An item of a type that this version does not know, such as a built-in tool's call, among items that it does.
    else if (isJsonObject(element) && typeof element['type'] === 'string')
      messages.push({ role: 'assistant', parts: readParts([element]) });
    else return undefined;
    messages.push(...(read ?? []));
  }
  return known === 0 ? undefined : messages;
}

/** System text that stands beside the messages: Gemini's config, a Vercel or Anthropic request. */
function readInstructions(value: JsonObject): Message[] {
  const config = asObject(value['config']) ?? value;
  const instruction = config['system_instruction'] ?? config['systemInstruction'] ?? value['system'];
  if (instruction === undefined || instruction === null) return [];
  const parts = readParts(asObject(instruction)?.['parts'] ?? instruction);
  return parts.length === 0 ? [] : [{ role: 'system', parts }];
}

/** One message, or the messages it stands for; undefined when the object is none; empty for tool definitions sent as messages. */
function readMessage(value: JsonObject): Message[] | undefined {
  const type = value['type'];
  // LangChain's serialised constructor: {lc, type, id: [..., "AIMessage"], kwargs}.
  if (type === 'constructor' && isJsonObject(value['kwargs'])) {
    return readMessage({ ...value['kwargs'], role: toRole(toText(asArray(value['id']).at(-1))) });
  }
  if (typeof value['role'] !== 'string') {
    if (type === 'function_call' || type === 'reasoning')
      return [{ role: 'assistant', parts: readParts([value]) }];
    if (type === 'function_call_output') return [{ role: 'tool', parts: readParts([value]) }];
    const role = typeof type === 'string' && 'content' in value ? LANGCHAIN_ROLES.get(type) : undefined;
    return role === undefined ? undefined : readMessage({ ...value, role });
  }
  const role = toRole(value['role']);
  const content = typeof value['content'] === 'string' ? value['content'] : (value['content'] ?? null);
  // LangChain's tracer lists the tools on offer as messages.
  if (role === 'tool' && isJsonObject(content) && isJsonObject(content['function'])) return [];
  const name = findText(value, 'name');
  if (role === 'tool' && value['parts'] === undefined && !isResultList(content)) {
    return [
      {
        role,
        ...(name === undefined ? {} : { name }),
        parts: responseParts(value['tool_call_id'] ?? value['id'], content),
      },
    ];
  }
  const isGemini = asArray(value['parts']).some(
    (part) => isJsonObject(part) && typeof part['type'] !== 'string',
  );
  const parts = [...readReasoning(value), ...readParts(value['parts'] ?? content), ...readCalls(value)];
  return isGemini ? [toMessage(role, name, parts)] : splitResults(role, name, parts);
}

const LANGCHAIN_ROLES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    human: 'user',
    ai: 'assistant',
    AIMessageChunk: 'assistant',
    system: 'system',
    tool: 'tool',
    function: 'tool',
    chat: 'user',
  }),
);

function toRole(role: string): string {
  const plain = role.replace(/(?:Message|MessageChunk)$/, '').toLowerCase();
  if (plain === 'function') return 'tool';
  // Some frameworks write roles as the names of constants.
  if (plain === 'user' || plain === 'assistant') return plain;
  return LANGCHAIN_ROLES.get(plain) ?? role;
}

/** Vercel and Anthropic put results into blocks. */
function isResultList(content: JsonValue): boolean {
  return asArray(content).some(
    (block) => isJsonObject(block) && /^tool[-_]result$/.test(toText(block['type'])),
  );
}

function readReasoning(value: JsonObject): MessagePart[] {
  const content = toText(
    value['reasoning_content'] ?? (typeof value['reasoning'] === 'string' ? value['reasoning'] : undefined),
  );
  return content === '' ? [] : [{ type: 'reasoning', content }];
}

function readCalls(value: JsonObject): MessagePart[] {
  const extra = asObject(value['additional_kwargs']);
  const own = asArray(decodeJsonText(value['tool_calls'] ?? null));
  const listed = own.length > 0 ? own : asArray(extra?.['tool_calls']);
  const calls = listed.flatMap((call) => {
    if (!isJsonObject(call)) return [];
    const inner = asObject(call['function']) ?? call;
    return [
      callPart(
        call['id'] ?? call['tool_call_id'],
        inner['name'],
        inner['arguments'] ?? call['args'] ?? call['input'],
      ),
    ];
  });
  const old = asObject(value['function_call']) ?? asObject(extra?.['function_call']);
  return old === undefined ? calls : [...calls, callPart(undefined, old['name'], old['arguments'])];
}

function readVercelCall(value: JsonValue): MessagePart[] {
  if (!isJsonObject(value) || typeof value['toolName'] !== 'string' || value['role'] !== undefined) return [];
  return [callPart(value['toolCallId'], value['toolName'], value['input'] ?? value['args'])];
}

function toMessage(role: string, name: string | undefined, parts: readonly MessagePart[]): Message {
  return { role, ...(name === undefined ? {} : { name }), parts };
}

/** Each tool result, with its pictures, is a message of the tool; what else the message says stays with its role. */
function splitResults(role: string, name: string | undefined, parts: readonly MessagePart[]): Message[] {
  if (!parts.some(({ type }) => type === 'tool_call_response') || role === 'assistant')
    return [toMessage(role, name, parts)];
  const results: MessagePart[][] = [];
  const rest: MessagePart[] = [];
  let before: MessagePart[] = rest;
  for (const part of parts) {
    if (part.type === 'tool_call_response') results.push((before = [part]));
    else {
      if (part.type !== 'media') before = rest;
      before.push(part);
    }
  }
  const messages = results.map((own): Message => ({ role: 'tool', parts: own }));
  return rest.length === 0 ? messages : [...messages, toMessage(role, name, rest)];
}
