/**
 * Anthropic's Messages API, version 2023-06-01: tools, `output_config.format` for answers by schema, signed reasoning that
 * goes back as it came. Prompt caching is left alone.
 * Source: platform.claude.com/docs/en/api/messages, /docs/en/build-with-claude/structured-outputs, .../handling-stop-reasons.
 */
import {
  type ChatMessage,
  type ChatToolCall,
  type Completion,
  type CompletionRequest,
  isJsonObject,
  type JsonObject,
  type JsonValue,
} from '@tracewright/core';
import { type HttpOptions, postJson } from '../http/post-json.ts';
import { readCount, readList, readObject, readText } from '../http/read-json.ts';
import { toSupportedSchema } from '../schema/supported-schema.ts';
import type { ModelSettings } from './model-settings.ts';
import type { ProtocolAnswer } from './open-model.ts';

export async function completeAnthropic(
  settings: ModelSettings,
  request: CompletionRequest,
  http: HttpOptions,
): Promise<ProtocolAnswer> {
  const { key, keyVariable } = settings;
  const answer = await postJson(
    {
      url: `${settings.url}/messages`,
      headers: { 'anthropic-version': '2023-06-01', ...(key === undefined ? {} : { 'x-api-key': key }) },
      body: toBody(settings.model, request),
      secret: key,
      keyVariable,
      signal: request.signal,
    },
    http,
  );
  return readAnswer(answer);
}

function toBody(model: string, request: CompletionRequest): JsonObject {
  const { tools = [], schema, temperature, forbidsToolCalls = false } = request;
  return {
    model,
    max_tokens: request.maxOutputTokens,
    system: request.system,
    messages: toMessages(request.messages),
    ...(tools.length === 0
      ? {}
      : {
          tools: tools.map(({ name, description = '', parameters = EMPTY_OBJECT }) => ({
            name,
            description,
            input_schema: parameters,
          })),
          tool_choice: { type: forbidsToolCalls ? 'none' : 'auto' },
        }),
    ...(schema === undefined
      ? {}
      : { output_config: { format: { type: 'json_schema', schema: toSupportedSchema(schema.value) } } }),
    // Newer models refuse it: it is sent only when asked for.
    ...(temperature === undefined ? {} : { temperature }),
  };
}

const EMPTY_OBJECT: JsonObject = { type: 'object', properties: {} };

/** Results of tools are blocks of a user's message; neighbours of one role become one message, results in front. */
function toMessages(messages: readonly ChatMessage[]): JsonValue {
  const merged: { role: 'user' | 'assistant'; content: JsonValue[] }[] = [];
  for (const message of messages) {
    const role = message.role === 'assistant' ? 'assistant' : 'user';
    const content = toBlocks(message);
    const last = merged.at(-1);
    if (last?.role === role) last.content.push(...content);
    else merged.push({ role, content });
  }
  return merged;
}

function toBlocks(message: ChatMessage): JsonValue[] {
  switch (message.role) {
    case 'user':
      return [{ type: 'text', text: message.text }];
    case 'tool':
      return [
        {
          type: 'tool_result',
          tool_use_id: message.callId,
          content: message.text,
          ...(message.isError === true ? { is_error: true } : {}),
        },
      ];
    case 'assistant': {
      if (Array.isArray(message.native)) return [...(message.native as readonly JsonValue[])];
      const calls = (message.toolCalls ?? []).map(({ callId, name, arguments: input }) => ({
        type: 'tool_use',
        id: callId,
        name,
        input: isJsonObject(input) ? input : {},
      }));
      // An empty block of text is refused.
      return [...(message.text.trim() === '' ? [] : [{ type: 'text', text: message.text }]), ...calls];
    }
  }
}

const FINISH_REASONS: Readonly<Record<string, Completion['finishReason']>> = {
  end_turn: 'stop',
  stop_sequence: 'stop',
  tool_use: 'tool-calls',
  max_tokens: 'length',
  model_context_window_exceeded: 'length',
  refusal: 'refused',
};

function readAnswer(answer: JsonObject): ProtocolAnswer {
  const content = readList(answer, 'content');
  const blocks = content.filter((block) => isJsonObject(block));
  const text = blocks
    .filter((block) => block['type'] === 'text')
    .map((block) => readText(block, 'text'))
    .join('');
  const toolCalls = blocks
    .filter((block) => block['type'] === 'tool_use')
    .map((block): ChatToolCall => ({
      callId: readText(block, 'id'),
      name: readText(block, 'name'),
      arguments: block['input'] ?? {},
    }));
  const isSigned = blocks.some((block) => readText(block, 'type').endsWith('thinking'));
  const usage = readObject(answer, 'usage');
  const read = readCount(usage, 'cache_read_input_tokens');
  const written = readCount(usage, 'cache_creation_input_tokens');
  return {
    text,
    toolCalls,
    finishReason: FINISH_REASONS[readText(answer, 'stop_reason')] ?? 'other',
    ...(isSigned ? { native: content } : {}),
    usage: {
      inputTokens: readCount(usage, 'input_tokens') + read + written,
      outputTokens: readCount(usage, 'output_tokens'),
      cacheReadTokens: read,
      cacheWriteTokens: written,
    },
  };
}
