/** Messages and results of LangChain.js to GenAI messages. Source: @langchain/core/messages, outputs. */
import { asFields, asList, asNumber, asText, type Fields, parseArguments } from '../messages/fields.ts';
import { type GenAiMessage, type GenAiPart, mediaPart, textParts } from '../messages/gen-ai-message.ts';
import type { ModelAnswer, ModelUsage } from '../recording/model-call.ts';

const ROLES: ReadonlyMap<string, string> = new Map([
  ['human', 'user'],
  ['ai', 'assistant'],
  ['generic', 'user'],
  ['function', 'tool'],
]);

export function readLangChainMessage(message: unknown): GenAiMessage {
  const fields = asFields(message) ?? {};
  const type = readType(fields);
  const role = ROLES.get(type) ?? type;
  const content = readContent(fields['content']);
  if (role === 'tool') {
    const response = content.length === 1 && content[0]?.type === 'text' ? content[0]['content'] : content;
    return { role, parts: [{ type: 'tool_call_response', id: asText(fields['tool_call_id']), response }] };
  }
  const reasoning = asText(asFields(fields['additional_kwargs'])?.['reasoning_content']);
  const calls = asList(fields['tool_calls']).map((call): GenAiPart => {
    const { id, name, args } = asFields(call) ?? {};
    return { type: 'tool_call', id: asText(id), name: asText(name) ?? '', arguments: parseArguments(args) };
  });
  return {
    role,
    name: asText(fields['name']),
    parts: [
      ...(reasoning === undefined ? [] : [{ type: 'reasoning', content: reasoning }]),
      ...content,
      ...calls,
    ],
  };
}

function readType(fields: Fields): string {
  const type = asText(fields['type']);
  if (type !== undefined) return type;
  const getType = fields['getType'] ?? fields['_getType'];
  return typeof getType === 'function' ? String(Reflect.apply(getType, fields, [])) : 'user';
}

function readContent(content: unknown): GenAiPart[] {
  if (typeof content === 'string') return textParts(content);
  return asList(content).flatMap((part): GenAiPart[] => {
    const fields = asFields(part);
    const type = asText(fields?.['type']) ?? 'unknown';
    switch (type) {
      case 'text':
      case 'output_text':
        return textParts(asText(fields?.['text']));
      case 'reasoning':
      case 'thinking':
        return [{ type: 'reasoning', content: asText(fields?.['reasoning'] ?? fields?.['thinking']) ?? '' }];
      case 'image_url': {
        const image = fields?.['image_url'];
        return [mediaPart(asFields(image)?.['url'] ?? image, undefined, 'image')];
      }
      case 'image':
      case 'audio':
      case 'file':
        return [
          mediaPart(
            fields?.['data'] ?? fields?.['url'],
            asText(fields?.['mimeType'] ?? fields?.['mime_type']),
            type,
          ),
        ];
      // The message says its calls in tool_calls as well.
      case 'tool_use':
      case 'tool_call':
      case 'function_call':
        return [];
      default:
        return [{ ...fields, type }];
    }
  });
}

export function readLlmResult(result: Fields): ModelAnswer {
  const generations = asList(result['generations'])
    .flatMap((prompt) => asList(prompt))
    .map((one) => asFields(one) ?? {});
  const messages = generations.map((generation) => ({
    generation,
    message: asFields(generation['message']),
  }));
  const metadata = messages.map(
    ({ message, generation }) =>
      asFields(message?.['response_metadata']) ?? asFields(generation['generationInfo']) ?? {},
  );
  const first = messages[0]?.message;
  const finishReasons = metadata.flatMap((one) => asText(one['finish_reason'] ?? one['stop_reason']) ?? []);
  return {
    id: asText(first?.['id']),
    model: metadata
      .map((one) => asText(one['model_name'] ?? one['model']))
      .find((model) => model !== undefined),
    finishReasons,
    output: messages.map(({ message, generation }, index) => ({
      ...(message === undefined
        ? { role: 'assistant', parts: textParts(asText(generation['text'])) }
        : readLangChainMessage(message)),
      finish_reason: finishReasons[index],
    })),
    usage: readUsage(
      asFields(first?.['usage_metadata']),
      asFields(asFields(result['llmOutput'])?.['tokenUsage']),
    ),
  };
}

function readUsage(usage: Fields | undefined, older: Fields | undefined): ModelUsage | undefined {
  const input = asFields(usage?.['input_token_details']);
  const output = asFields(usage?.['output_token_details']);
  return {
    inputTokens: asNumber(usage?.['input_tokens'] ?? older?.['promptTokens']),
    outputTokens: asNumber(usage?.['output_tokens'] ?? older?.['completionTokens']),
    cacheReadTokens: asNumber(input?.['cache_read']),
    cacheWriteTokens: asNumber(input?.['cache_creation']),
    reasoningTokens: asNumber(output?.['reasoning']),
  };
}
