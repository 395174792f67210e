/**
 * The messages of a sample as turns of its run: each once, tool calls paired with their results, texts kept elsewhere put in
 * their place.
 */
import {
  isJsonObject,
  type JsonObject,
  type JsonValue,
  messageText,
  type MessagePart,
  type SourceRef,
} from '@tracewright/core';
import type { AgentScope, ModelToolCall, ModelTurn, RunBuilder } from '../../building/run-builder.ts';
import { asArray, asObject, findText, toText } from '../../reading/json-text.ts';
import { readParts } from '../../dialects/message-parts.ts';
import type { UnknownTypes } from '../../building/unknown-types.ts';
import type { Attachments } from './attachments.ts';
import { createToldMessages } from './told-messages.ts';

/** Blocks that are kept as they are: media, what a provider's own tools did. Source: inspect_ai/model/_chat_message.py (`Content`). */
const KNOWN_BLOCKS: ReadonlySet<string> = new Set([
  'image',
  'audio',
  'video',
  'document',
  'data',
  'tool_use',
]);

export interface MessageLog {
  /** A message that a list shows; told the first time only. */
  addMessage(raw: JsonObject, pointer: string, scope: AgentScope | undefined): void;
  /** What a model call was given: a list of messages, or ranges of the sample's message pool. */
  addInput(event: JsonObject, pointer: string, scope: AgentScope | undefined): void;
  /** What a model said. */
  addModelTurn(raw: JsonObject, pointer: string, extra: Partial<ModelTurn>): void;
  /** Begins another list of messages. */
  begin(): void;
  /** Notes that a tool call is known, or answered; true if it was before. */
  call(callId: string | undefined): boolean;
  answer(callId: string | undefined): boolean;
  /** Results that answer no recorded call. */
  readonly orphans: number;
}

export function createMessageLog(
  run: RunBuilder,
  sample: JsonObject,
  at: { readonly path: string; readonly pointer: string },
  attachments: Attachments,
  unknown: UnknownTypes,
): MessageLog {
  const told = createToldMessages();
  const called = new Set<string>();
  const answered = new Set<string>();
  const poolPointer =
    sample['message_pool'] === undefined
      ? `${at.pointer}/events_data/messages`
      : `${at.pointer}/message_pool`;
  const pool = asArray(sample['message_pool'] ?? asObject(sample['events_data'])?.['messages']);
  let poolTold = 0;
  let orphans = 0;

  const sourceOf = (pointer: string, raw: JsonObject): SourceRef => {
    const calls = asArray(raw['tool_calls']);
    const whole = calls.length === 0 ? attachments.findPointer(raw['content']) : undefined;
    if (whole !== undefined) return { path: at.path, pointer: whole };
    // A text kept elsewhere makes the whole sample the place where everything stands.
    const isSplit = /"(?:attachment|tc):\/\//.test(JSON.stringify([raw['content'] ?? null, calls]));
    return { path: at.path, pointer: isSplit ? at.pointer : pointer };
  };

  const addModelTurn = (raw: JsonObject, pointer: string, extra: Partial<ModelTurn>): void => {
    const message = asObject(attachments.resolve(raw)) ?? raw;
    const parts = readParts(toBlocks(message['content']));
    unknown.noteParts(parts, KNOWN_BLOCKS, pointer);
    const source = sourceOf(pointer, raw);
    const toolCalls = asArray(message['tool_calls']).flatMap((call, index): ModelToolCall[] => {
      if (!isJsonObject(call)) return [];
      const callId = findText(call, 'id');
      if (callId !== undefined) called.add(callId);
      const name =
        typeof call['function'] === 'string'
          ? call['function']
          : toText(asObject(call['function'])?.['name']);
      return [
        {
          callId,
          name,
          arguments: call['arguments'] ?? {},
          source:
            source.pointer === pointer ? { ...source, pointer: `${pointer}/tool_calls/${index}` } : source,
        },
      ];
    });
    const of = (type: 'text' | 'reasoning'): string =>
      parts.flatMap((part) => (part.type === type ? [part.content] : [])).join('\n');
    run.model({
      model: findText(message, 'model'),
      ...extra,
      thought: of('reasoning'),
      text: of('text'),
      parts: parts.filter(isNeither),
      toolCalls,
      source,
    });
  };

  const addMessage = (raw: JsonObject, pointer: string, scope: AgentScope | undefined): void => {
    const message = asObject(attachments.resolve(raw)) ?? raw;
    if (!told.take(message)) return;
    const parts = readParts(toBlocks(message['content']));
    if (message['role'] !== 'assistant') unknown.noteParts(parts, KNOWN_BLOCKS, pointer);
    const speech = {
      text: messageText({ role: '', parts }),
      parts: parts.filter(isNeither),
      scope,
      source: sourceOf(pointer, raw),
    };
    switch (toText(message['role'])) {
      case 'system':
      case 'developer':
        run.system(speech);
        break;
      case 'assistant':
        addModelTurn(raw, pointer, { scope });
        break;
      case 'tool': {
        const callId = findText(message, 'tool_call_id');
        if (callId !== undefined && answered.has(callId)) break;
        const name = findText(message, 'function');
        if (callId === undefined || !called.has(callId)) {
          orphans += 1;
          run.toolCall({ callId, name: name ?? 'unknown', scope, source: speech.source });
        }
        if (callId !== undefined) answered.add(callId);
        const error = asObject(message['error']);
        run.toolResult({
          callId,
          name,
          scope,
          content: speech.text === '' && error !== undefined ? toText(error['message']) : speech.text,
          source: speech.source,
          ...errorOf(error),
        });
        break;
      }
      default:
        run.user({
          ...speech,
          agent:
            message['role'] === 'user' || typeof message['role'] !== 'string' ? undefined : message['role'],
        });
    }
  };

  const addInput = (event: JsonObject, pointer: string, scope: AgentScope | undefined): void => {
    told.begin();
    for (const [index, message] of asArray(event['input']).entries())
      if (isJsonObject(message)) addMessage(message, `${pointer}/input/${index}`, scope);
    // Pool indices are given in order of first use: what lies below the highest one used is told.
    let highest = poolTold;
    for (const range of asArray(event['input_refs'])) {
      const [start, end] = asArray(range);
      if (typeof start !== 'number' || typeof end !== 'number') continue;
      for (let index = Math.max(start, poolTold); index < Math.min(end, pool.length); index += 1) {
        const message = pool[index];
        if (isJsonObject(message)) addMessage(message, `${poolPointer}/${index}`, scope);
        highest = Math.max(highest, index + 1);
      }
    }
    poolTold = highest;
  };

  return {
    addMessage,
    addInput,
    addModelTurn(raw, pointer, extra) {
      told.tell(asObject(attachments.resolve(raw)) ?? raw);
      addModelTurn(raw, pointer, extra);
    },
    begin: () => {
      told.begin();
    },
    call: (callId) => isKnown(called, callId),
    answer: (callId) => isKnown(answered, callId),
    get orphans() {
      return orphans;
    },
  };
}

function isKnown(ids: Set<string>, id: string | undefined): boolean {
  if (id === undefined) return false;
  const known = ids.has(id);
  ids.add(id);
  return known;
}

/** Content as blocks; a server's own tool call tells its result in the same block. */
function toBlocks(content: JsonValue | undefined): JsonValue | undefined {
  if (!Array.isArray(content)) return content;
  return (content as readonly JsonValue[]).flatMap((block) => {
    if (!isJsonObject(block) || block['type'] !== 'tool_use' || block['result'] === undefined) return [block];
    return [block, { type: 'tool_call_response', id: block['id'] ?? null, response: block['result'] }];
  });
}

function isNeither(part: MessagePart): boolean {
  return part.type !== 'text' && part.type !== 'reasoning';
}

/** What a tool's error says of its call. */
export function errorOf(error: JsonObject | undefined): {
  readonly isError: boolean;
  readonly statusMessage?: string;
  readonly attributes?: JsonObject;
} {
  if (error === undefined) return { isError: false };
  return {
    isError: true,
    statusMessage: toText(error['message']),
    attributes: { 'error.type': toText(error['type']) },
  };
}
