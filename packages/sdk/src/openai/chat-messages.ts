/** Chat completions of the OpenAI API, and of the many servers that speak it, to GenAI messages. Source: platform.openai.com/docs/api-reference/chat. */
import { asFields, asList, asNumber, asText, type Fields, parseArguments } from '../messages/fields.ts';
import { type GenAiMessage, type GenAiPart, mediaPart, textParts } from '../messages/gen-ai-message.ts';
import type { ModelAnswer, ModelUsage } from '../recording/model-call.ts';

export function readChatMessages(messages: unknown): GenAiMessage[] {
  return asList(messages).map((message) => readChatMessage(asFields(message) ?? {}));
}

export function readChatMessage(message: Fields): GenAiMessage {
  const role = asText(message['role']) ?? 'assistant';
  const name = asText(message['name']);
  const content = readContent(message['content']);
  if (role === 'tool' || role === 'function') {
    const response = content.length === 1 && content[0]?.type === 'text' ? content[0]['content'] : content;
    return {
      role: 'tool',
      name,
      parts: [{ type: 'tool_call_response', id: asText(message['tool_call_id']), response }],
    };
  }
  const reasoning = asText(message['reasoning_content']) ?? asText(message['reasoning']);
  const refusal = asText(message['refusal']);
  return {
    role,
    name,
    parts: [
      ...(reasoning === undefined || reasoning === '' ? [] : [{ type: 'reasoning', content: reasoning }]),
      ...content,
      ...textParts(refusal),
      ...asList(message['tool_calls']).flatMap(readToolCall),
    ],
  };
}

function readToolCall(call: unknown): GenAiPart[] {
  const fields = asFields(call);
  if (fields === undefined) return [];
  const inner = asFields(fields['function'] ?? fields['custom']) ?? {};
  return [
    {
      type: 'tool_call',
      id: asText(fields['id']),
      name: asText(inner['name']) ?? '',
      arguments: parseArguments(inner['arguments'] ?? inner['input']),
    },
  ];
}

function readContent(content: unknown): GenAiPart[] {
  if (typeof content === 'string') return textParts(content);
  return asList(content).flatMap((part): GenAiPart[] => {
    const fields = asFields(part);
    if (fields === undefined) return textParts(asText(part));
    const type = asText(fields['type']) ?? 'unknown';
    switch (type) {
      case 'text':
      case 'refusal':
        return textParts(asText(fields['text'] ?? fields['refusal']));
      case 'image_url': {
        const image = fields['image_url'];
        return [mediaPart(asFields(image)?.['url'] ?? image, undefined, 'image')];
      }
      case 'input_audio': {
        const audio = asFields(fields['input_audio']);
        return [mediaPart(audio?.['data'], `audio/${asText(audio?.['format']) ?? 'unknown'}`)];
      }
      case 'file':
        return [mediaPart(asFields(fields['file'])?.['file_data'], undefined)];
      default:
        return [{ ...fields, type }];
    }
  });
}

export function readChatCompletion(completion: Fields): ModelAnswer {
  const choices = asList(completion['choices']).map((choice) => asFields(choice) ?? {});
  const finishReasons = choices.flatMap((choice) => asText(choice['finish_reason']) ?? []);
  return {
    id: asText(completion['id']),
    model: asText(completion['model']),
    finishReasons,
    output: choices.map((choice) => ({
      ...readChatMessage(asFields(choice['message']) ?? {}),
      finish_reason: asText(choice['finish_reason']),
    })),
    usage: readChatUsage(asFields(completion['usage'])),
  };
}

function readChatUsage(usage: Fields | undefined): ModelUsage | undefined {
  if (usage === undefined) return undefined;
  return {
    inputTokens: asNumber(usage['prompt_tokens']),
    outputTokens: asNumber(usage['completion_tokens']),
    cacheReadTokens: asNumber(asFields(usage['prompt_tokens_details'])?.['cached_tokens']),
    reasoningTokens: asNumber(asFields(usage['completion_tokens_details'])?.['reasoning_tokens']),
  };
}
