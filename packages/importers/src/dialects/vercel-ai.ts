/**
 * Vercel AI SDK spans of scope `ai` (v3 to v6, and v7's LegacyOpenTelemetry): `ai.operationId` and the `ai.*` attributes.
 * Version 7's scope `gen_ai` writes GenAI names, which gen-ai.ts reads, and `ai.*` names only for what the caller adds.
 *
 * `ai.generateText` and its kin enclose the model calls of all steps (`.doGenerate`, `.doStream`, `.doEmbed`) and sum up their tokens:
 * they are taken for the agent that their function id names; tokens, finish reasons and times are those of the calls alone.
 *
 * Source: vercel/ai, content/docs/03-ai-sdk-core/60-telemetry.mdx.
 */
import {
  isJsonObject,
  type JsonObject,
  type Message,
  type MessagePart,
  type SpanOperation,
} from '@tracewright/core';
import { asArray, findId, findJson, findNumber, findText, toText } from '../reading/json-text.ts';
import { callPart, textPart } from './message-parts.ts';
import { readMessages } from './messages.ts';
import { type SpanFacts, type SpanView, withoutUndefined } from './span-facts.ts';
import { readToolDefinitions } from './tool-definitions.ts';

export function readVercelAi({ attributes, roots }: SpanView): SpanFacts {
  if (!roots.has('ai')) return {};
  const id =
    findText(attributes, 'ai.operationId') ?? findText(attributes, 'operation.name')?.split(' ', 1)[0];
  const prompt = ['ai.prompt.messages', 'ai.prompt'].find((name) => attributes[name] !== undefined);
  const input = prompt === undefined ? undefined : readMessages(findJson(attributes, prompt));
  const output = readOutput(attributes);
  // A list of JSON texts, or the JSON text of that list.
  const tools = readToolDefinitions(findJson(attributes, 'ai.prompt.tools'));
  const functionId = findText(attributes, 'ai.telemetry.functionId');
  const operation = toOperation(id, functionId);
  const isSum = (operation === 'agent' || operation === 'other') && id?.endsWith('.doEmbed') !== true;
  const reason = findText(attributes, 'ai.response.finishReason');
  const firstChunkMs = findNumber(attributes, 'ai.response.msToFirstChunk');
  return {
    operation,
    agent: functionId,
    ...(!isSum
      ? {
          model: findText(attributes, 'ai.response.model', 'ai.model.id'),
          inputTokens: findNumber(
            attributes,
            'ai.usage.inputTokens',
            'ai.usage.promptTokens',
            'ai.usage.tokens',
          ),
          outputTokens: findNumber(attributes, 'ai.usage.outputTokens', 'ai.usage.completionTokens'),
        }
      : {}),
    conversation: findCallerId(attributes, 'session', 'conversation', 'thread'),
    user: findCallerId(attributes, 'user'),
    tool: withoutUndefined({
      name: findText(attributes, 'ai.toolCall.name'),
      callId: findText(attributes, 'ai.toolCall.id'),
      arguments: findJson(attributes, 'ai.toolCall.args'),
      result: findJson(attributes, 'ai.toolCall.result'),
    }),
    input,
    output,
    tools,
    canonical: withoutUndefined({
      'gen_ai.provider.name': findText(attributes, 'ai.model.provider')?.split('.', 1)[0],
      'gen_ai.usage.cache_read.input_tokens': findNumber(
        attributes,
        'ai.usage.inputTokenDetails.cacheReadTokens',
        'ai.usage.cachedInputTokens',
      ),
      'gen_ai.usage.cache_creation.input_tokens': findNumber(
        attributes,
        'ai.usage.inputTokenDetails.cacheWriteTokens',
      ),
      'gen_ai.usage.reasoning.output_tokens': findNumber(
        attributes,
        'ai.usage.outputTokenDetails.reasoningTokens',
        'ai.usage.reasoningTokens',
      ),
      ...(!isSum
        ? {
            'gen_ai.response.finish_reasons': reason === undefined ? undefined : [reason],
            'gen_ai.response.time_to_first_chunk':
              firstChunkMs === undefined ? undefined : firstChunkMs / 1000,
          }
        : {}),
    }),
    consumed: [
      ...(prompt === undefined || input === undefined ? [] : [prompt]),
      ...(tools.length === 0 ? [] : ['ai.prompt.tools']),
      ...(output === undefined
        ? []
        : [
            'ai.response.text',
            'ai.response.toolCalls',
            'ai.response.reasoning',
            'ai.response.object',
            'ai.result.text',
            'ai.result.toolCalls',
            'ai.result.object',
          ]),
    ],
    consumedByCall: ['ai.toolCall.args', 'ai.toolCall.result'],
  };
}

function toOperation(id: string | undefined, functionId: string | undefined): SpanOperation | undefined {
  if (id === undefined) return undefined;
  if (id === 'ai.toolCall') return 'tool';
  if (/^ai\.(?:generate|stream)(?:Text|Object)\.do/.test(id)) return 'model';
  return functionId !== undefined && /^ai\.(?:generate|stream)(?:Text|Object)$/.test(id) ? 'agent' : 'other';
}

/** Where callers put ids: the telemetry's metadata, and from v7 the runtime context. */
const CALLER_PREFIXES = ['ai.telemetry.metadata.', 'ai.settings.context.'];

/** An id that the caller gives, in either spelling: `sessionId`, `session_id`. */
function findCallerId(attributes: JsonObject, ...names: readonly string[]): string | undefined {
  return findId(
    attributes,
    ...names.flatMap((name) =>
      CALLER_PREFIXES.flatMap((prefix) => [`${prefix}${name}Id`, `${prefix}${name}_id`]),
    ),
  );
}

function readOutput(attributes: JsonObject): Message[] | undefined {
  const reasoning = findText(attributes, 'ai.response.reasoning');
  const object = findJson(attributes, 'ai.response.object', 'ai.result.object');
  const parts: MessagePart[] = [
    ...(reasoning === undefined ? [] : [{ type: 'reasoning' as const, content: reasoning }]),
    ...textPart(findText(attributes, 'ai.response.text', 'ai.result.text') ?? toText(object)),
    ...asArray(findJson(attributes, 'ai.response.toolCalls', 'ai.result.toolCalls')).flatMap((call) =>
      isJsonObject(call)
        ? [callPart(call['toolCallId'], call['toolName'], call['input'] ?? call['args'])]
        : [],
    ),
  ];
  return parts.length === 0 ? undefined : [{ role: 'assistant', parts }];
}
