/**
 * OpenAI's Chat Completions, which Ollama, LM Studio, vLLM, OpenRouter, Azure and others speak as well: function tools,
 * `response_format` json_schema, refusals.
 * Source: platform.openai.com/docs/api-reference/chat, /docs/guides/structured-outputs.
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
import { isStrict, toSupportedSchema } from '../schema/supported-schema.ts';
import type { ModelSettings } from './model-settings.ts';
import type { ProtocolAnswer } from './open-model.ts';

export async function completeOpenai(
  settings: ModelSettings,
  request: CompletionRequest,
  http: HttpOptions,
): Promise<ProtocolAnswer> {
  const { key, keyVariable } = settings;
  const answer = await postJson(
    {
      url: `${settings.url}/chat/completions`,
      headers: key === undefined ? {} : { authorization: `Bearer ${key}` },
      body: toBody(settings, request),
      secret: key,
      keyVariable,
      signal: request.signal,
    },
    http,
  );
  return readAnswer(answer);
}

function toBody({ model, url }: ModelSettings, request: CompletionRequest): JsonObject {
  const { tools = [], schema, temperature, seed, forbidsToolCalls = false } = request;
  return {
    model,
    [limitName(url)]: request.maxOutputTokens,
    messages: [{ role: 'system', content: request.system }, ...request.messages.map(toMessage)],
    ...(tools.length === 0
      ? {}
      : {
          tools: tools.map(({ name, description = '', parameters }) => ({
            type: 'function',
            function: { name, description, ...(parameters === undefined ? {} : { parameters }) },
          })),
          tool_choice: forbidsToolCalls ? 'none' : 'auto',
        }),
    ...(schema === undefined ? {} : { response_format: toResponseFormat(schema) }),
    ...(temperature === undefined ? {} : { temperature }),
    ...(seed === undefined ? {} : { seed }),
  };
}

/** OpenAI's newer models take only the new name of the limit, most other servers only the old one. */
function limitName(url: string): string {
  const isNew = /(?:^|\.)(?:openai|azure)\.com$/.test(new URL(url).hostname);
  return isNew ? 'max_completion_tokens' : 'max_tokens';
}

function toResponseFormat({ name, value }: NonNullable<CompletionRequest['schema']>): JsonObject {
  const schema = toSupportedSchema(value);
  return { type: 'json_schema', json_schema: { name, schema, strict: isStrict(schema) } };
}

function toMessage(message: ChatMessage): JsonValue {
  switch (message.role) {
    case 'user':
      return { role: 'user', content: message.text };
    case 'tool':
      return { role: 'tool', tool_call_id: message.callId, content: message.text };
    case 'assistant': {
      const calls = (message.toolCalls ?? []).map(({ callId, name, arguments: value }) => ({
        id: callId,
        type: 'function',
        function: { name, arguments: typeof value === 'string' ? value : JSON.stringify(value) },
      }));
      return {
        role: 'assistant',
        content: message.text,
        ...(calls.length === 0 ? {} : { tool_calls: calls }),
      };
    }
  }
}

const FINISH_REASONS: Readonly<Record<string, Completion['finishReason']>> = {
  stop: 'stop',
  tool_calls: 'tool-calls',
  function_call: 'tool-calls',
  length: 'length',
  content_filter: 'refused',
};

function readAnswer(answer: JsonObject): ProtocolAnswer {
  const [first] = readList(answer, 'choices');
  const choice = isJsonObject(first) ? first : {};
  const message = readObject(choice, 'message');
  const refusal = readText(message, 'refusal');
  const toolCalls = readList(message, 'tool_calls')
    .filter((call) => isJsonObject(call))
    .map((call): ChatToolCall => {
      const called = readObject(call, 'function');
      return {
        callId: readText(call, 'id'),
        name: readText(called, 'name'),
        arguments: parseArguments(called['arguments']),
      };
    });
  const usage = readObject(answer, 'usage');
  const finished = FINISH_REASONS[readText(choice, 'finish_reason')] ?? 'other';
  return {
    text: refusal === '' ? readText(message, 'content') : refusal,
    toolCalls,
    // Some servers say `stop` beside calls.
    finishReason:
      refusal === '' ? (toolCalls.length > 0 && finished === 'stop' ? 'tool-calls' : finished) : 'refused',
    usage: {
      inputTokens: readCount(usage, 'prompt_tokens'),
      outputTokens: readCount(usage, 'completion_tokens'),
      cacheReadTokens: readCount(readObject(usage, 'prompt_tokens_details'), 'cached_tokens'),
    },
  };
}

/** A model may write what is no JSON: the text is passed on as it is, and whoever runs the tool refuses it. */
function parseArguments(value: JsonValue | undefined): JsonValue {
  if (typeof value !== 'string') return value ?? {};
  try {
    return value.trim() === '' ? {} : (JSON.parse(value) as JsonValue);
  } catch {
    return value;
  }
}
