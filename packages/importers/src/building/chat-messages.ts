/**
 * Chat messages as the OpenAI and Anthropic APIs shape them, onto a run: the common core of many benchmark logs.
 *
 * Source: OpenAI chat completions (role, content as text or parts, tool_calls[].function, tool_call_id) and Anthropic
 * messages (content blocks text, thinking, tool_use, tool_result, image).
 */
import {
  appendPointer,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  type MessagePart,
  type SourceRef,
} from '@tracewright/core';
import { findText, toText } from '../reading/json-text.ts';
import { toMediaPart } from './pictures.ts';
import type { UnknownTypes } from './unknown-types.ts';
import type { AgentScope, ModelToolCall, ModelTurn, RunBuilder } from './run-builder.ts';

export interface ChatMessagesOptions {
  /** Where the array of messages stands. */
  readonly path: string;
  readonly pointer: string;
  readonly line?: number;
  readonly scope?: AgentScope;
  /** What the format knows about one message beside its chat shape: time, tokens, cost, model. */
  readonly describe?: (message: JsonObject, index: number) => Partial<ModelTurn>;
  /** Counts blocks of unknown types; they are kept either way. */
  readonly unknown?: UnknownTypes;
}

const NO_TYPES: ReadonlySet<string> = new Set();

/** Adds messages in order; what is not a message becomes a problem of the run. */
export function importChatMessages(run: RunBuilder, messages: JsonValue, options: ChatMessagesOptions): void {
  if (!Array.isArray(messages)) {
    run.problem(
      'record-invalid',
      'the messages are not an array',
      options.pointer,
      'check that the log was written whole',
    );
    return;
  }
  for (const [index, message] of (messages as readonly JsonValue[]).entries()) {
    importChatMessage(run, message, index, appendPointer(options.pointer, index), options);
  }
}

/** Adds one element of an array of messages; what is not a message becomes a problem of the run. */
export function importChatMessage(
  run: RunBuilder,
  message: JsonValue,
  index: number,
  pointer: string,
  options: ChatMessagesOptions,
): void {
  if (isJsonObject(message) && typeof message['role'] === 'string')
    addChatMessage(run, message, index, pointer, options);
  else
    run.problem(
      'record-invalid',
      'a message is not an object with a "role"',
      placeOf(options, pointer),
      'the message was left out',
    );
}

/** Adds one message that stands at `pointer`. */
export function addChatMessage(
  run: RunBuilder,
  message: JsonObject,
  index: number,
  pointer: string,
  options: ChatMessagesOptions,
): void {
  const source: SourceRef = {
    path: options.path,
    pointer,
    ...(options.line === undefined ? {} : { line: options.line }),
  };
  const content = readChatContent(message['content'] ?? null, `${pointer}/content`, source);
  options.unknown?.noteParts(content.parts, NO_TYPES, placeOf(options, pointer));
  const extra = options.describe?.(message, index) ?? {};
  const base = { ...extra, scope: options.scope, source };
  const role = typeof message['role'] === 'string' ? message['role'] : 'user';
  const addResults = (): void => {
    for (const result of content.toolResults)
      run.toolResult({ ...result, scope: options.scope, time: extra.time });
  };
  // A server's tool answers within the message that calls it.
  if (role !== 'assistant') addResults();
  switch (role) {
    case 'system':
    case 'developer':
      run.system({ ...base, text: content.text, parts: content.parts });
      break;
    case 'tool':
    case 'function': {
      const callId = message['tool_call_id'] ?? message['id'];
      const name = message['name'];
      // A verdict of the tool itself: true or false, or the error's text, or null where there was none.
      const error = message['error'];
      const errorText = typeof error === 'string' && error !== '' ? error : undefined;
      run.toolResult({
        callId: typeof callId === 'string' ? callId : undefined,
        name: typeof name === 'string' ? name : undefined,
        content: readResult(message, content, errorText),
        isError:
          typeof error === 'boolean'
            ? error
            : errorText !== undefined
              ? true
              : error === null
                ? false
                : undefined,
        statusMessage: errorText,
        time: extra.time,
        scope: options.scope,
        source,
        attributes: extra.attributes,
      });
      break;
    }
    case 'assistant': {
      const reasoning = [content.thought, toText(message['reasoning_content'] ?? message['reasoning'])]
        .filter((text) => text !== '')
        .join('\n');
      run.model({
        ...base,
        thought: extra.thought ?? reasoning,
        text: content.text,
        parts: content.parts,
        toolCalls: [...content.toolCalls, ...readToolCalls(run, message, pointer, options)],
      });
      addResults();
      break;
    }
    default:
      // A user message that only carries tool results said nothing itself.
      if (content.text !== '' || content.parts.length > 0 || content.toolResults.length === 0) {
        run.user({
          ...base,
          agent: role === 'user' ? undefined : role,
          text: content.text,
          parts: content.parts,
        });
      }
  }
}

/** What a tool message says: its text, with media described beside it; the error's text where there is no other. */
function readResult(
  message: JsonObject,
  { text, parts }: ChatContent,
  errorText: string | undefined,
): JsonValue {
  if (parts.length > 0) return [...(text === '' ? [] : [{ type: 'text', text }]), ...parts];
  if (text !== '') return text;
  const { content = '' } = message;
  return errorText ?? content;
}

function placeOf({ line }: ChatMessagesOptions, pointer: string): string {
  return line === undefined ? pointer : `line ${line}${pointer}`;
}

/** `tool_calls` (OpenAI: function.name, function.arguments; flat: name, arguments) and the older `function_call`. */
function readToolCalls(
  run: RunBuilder,
  message: JsonObject,
  pointer: string,
  options: ChatMessagesOptions,
): ModelToolCall[] {
  const listed = message['tool_calls'];
  const calls: [JsonValue, string][] = Array.isArray(listed)
    ? (listed as readonly JsonValue[]).map((call, index) => [call, `${pointer}/tool_calls/${index}`])
    : [];
  if (isJsonObject(message['function_call']))
    calls.push([{ function: message['function_call'] }, `${pointer}/function_call`]);
  return calls.flatMap(([call, at]) => {
    if (!isJsonObject(call)) {
      run.problem(
        'record-invalid',
        'a tool call is not an object',
        placeOf(options, at),
        'the call was left out',
      );
      return [];
    }
    const inner = isJsonObject(call['function']) ? call['function'] : call;
    const name = typeof call['function'] === 'string' ? call['function'] : inner['name'];
    if (typeof name !== 'string') {
      run.problem('record-invalid', 'a tool call has no name', placeOf(options, at), 'the call was left out');
      return [];
    }
    const id = call['id'] ?? call['tool_call_id'];
    return [
      {
        callId: typeof id === 'string' && id !== '' ? id : undefined,
        name,
        arguments: inner['arguments'] ?? call['args'] ?? inner['input'] ?? null,
        source: {
          path: options.path,
          pointer: at,
          ...(options.line === undefined ? {} : { line: options.line }),
        },
      },
    ];
  });
}

export interface ChatContent {
  readonly text: string;
  readonly thought: string;
  readonly parts: readonly MessagePart[];
  readonly toolCalls: readonly ModelToolCall[];
  readonly toolResults: readonly {
    callId: string | undefined;
    content: JsonValue;
    isError: boolean | undefined;
    source: SourceRef;
  }[];
}

/** Reads the `content` of a message: text, or an array of OpenAI parts or Anthropic blocks; unknown blocks are kept as `other`. */
export function readChatContent(content: JsonValue, pointer: string, source: SourceRef): ChatContent {
  const texts: string[] = [];
  const thoughts: string[] = [];
  const parts: MessagePart[] = [];
  const toolCalls: ModelToolCall[] = [];
  const toolResults: ChatContent['toolResults'][number][] = [];
  const blocks = Array.isArray(content)
    ? (content as readonly JsonValue[])
    : content === null
      ? []
      : [content];
  for (const [index, block] of blocks.entries()) {
    const at: SourceRef = Array.isArray(content)
      ? { ...source, pointer: appendPointer(pointer, index) }
      : source;
    if (typeof block === 'string') texts.push(block);
    else if (isJsonObject(block)) {
      const type = typeof block['type'] === 'string' ? block['type'] : '';
      switch (type) {
        case 'text':
        case 'input_text':
        case 'output_text':
          texts.push(toText(block['text'] ?? block['content']));
          break;
        case 'thinking':
        case 'reasoning':
          thoughts.push(toText(block['thinking'] ?? block['reasoning'] ?? block['text'] ?? block['content']));
          break;
        case 'tool_use':
        case 'server_tool_use':
          toolCalls.push({
            callId: typeof block['id'] === 'string' ? block['id'] : undefined,
            name: toText(block['name']),
            arguments: block['input'] ?? null,
            source: at,
          });
          break;
        case 'tool_result':
          toolResults.push({
            callId: typeof block['tool_use_id'] === 'string' ? block['tool_use_id'] : undefined,
            content: toolResultText(block['content'] ?? null),
            isError: typeof block['is_error'] === 'boolean' ? block['is_error'] : undefined,
            source: at,
          });
          break;
        case 'image':
        case 'image_url':
        case 'input_image':
        case 'audio':
        case 'input_audio':
        case 'document':
        case 'file':
          parts.push(readMedia(type, block));
          break;
        default:
          if (type === '' && typeof block['text'] === 'string') texts.push(block['text']);
          else parts.push({ type: 'other', name: type === '' ? 'unknown' : type, value: block });
      }
    } else if (block !== null) texts.push(JSON.stringify(block));
  }
  return { text: texts.join('\n'), thought: thoughts.join('\n'), parts, toolCalls, toolResults };
}

/** OpenAI: `image_url.url`, `file`; Anthropic: `source`. */
function readMedia(type: string, block: JsonObject): MessagePart {
  const inner =
    [block['source'], block['image_url'], block['input_audio'], block['file']].find((value) =>
      isJsonObject(value),
    ) ?? block;
  const url = inner['url'] ?? block['image_url'] ?? inner['file_id'];
  return toMediaPart({
    modality: type.includes('image') ? 'image' : type.includes('audio') ? 'audio' : 'document',
    mimeType: findText(inner, 'media_type'),
    uri: typeof url === 'string' ? url : undefined,
    data: findText(inner, 'data'),
  });
}

/** A tool result's content: text blocks are joined, anything else stays structured. */
export function toolResultText(content: JsonValue): JsonValue {
  if (!Array.isArray(content)) return content;
  const texts = (content as readonly JsonValue[]).map((block) =>
    isJsonObject(block) && typeof block['text'] === 'string' ? block['text'] : undefined,
  );
  return texts.every((text) => text !== undefined) ? texts.join('\n') : content;
}
