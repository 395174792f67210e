/** Items of OpenAI's Responses API to GenAI messages. Source: platform.openai.com/docs/api-reference/responses. */
import { asFields, asList, asNumber, asText, type Fields, parseArguments } from '../messages/fields.ts';
import { type GenAiMessage, type GenAiPart, mediaPart, textParts } from '../messages/gen-ai-message.ts';
import type { ModelAnswer } from '../recording/model-call.ts';

export function readResponseInput(input: unknown): GenAiMessage[] {
  if (typeof input === 'string') return [{ role: 'user', parts: textParts(input) }];
  return asList(input).map((item) => readItem(asFields(item) ?? {}, 'user'));
}

/** Items that follow one another in an answer are parts of one message. */
export function readResponse(response: Fields): ModelAnswer {
  const parts = asList(response['output']).flatMap(
    (item) => readItem(asFields(item) ?? {}, 'assistant').parts,
  );
  const usage = asFields(response['usage']);
  const error = asFields(response['error']);
  const incomplete = asText(asFields(response['incomplete_details'])?.['reason']);
  const hasCall = parts.some(({ type }) => type === 'tool_call');
  const finish =
    incomplete ??
    (hasCall ? 'tool_calls' : response['status'] === 'completed' ? 'stop' : asText(response['status']));
  return {
    id: asText(response['id']),
    model: asText(response['model']),
    finishReasons: finish === undefined ? [] : [finish],
    failure:
      response['status'] === 'failed'
        ? { name: asText(error?.['code']) ?? 'failed', message: asText(error?.['message']) ?? '' }
        : undefined,
    output: parts.length === 0 ? [] : [{ role: 'assistant', parts, finish_reason: finish }],
    usage:
      usage === undefined
        ? undefined
        : {
            inputTokens: asNumber(usage['input_tokens']),
            outputTokens: asNumber(usage['output_tokens']),
            cacheReadTokens: asNumber(asFields(usage['input_tokens_details'])?.['cached_tokens']),
            reasoningTokens: asNumber(asFields(usage['output_tokens_details'])?.['reasoning_tokens']),
          },
  };
}

function readItem(item: Fields, fallbackRole: string): GenAiMessage {
  const role = asText(item['role']) ?? fallbackRole;
  switch (item['type'] ?? 'message') {
    case 'message':
      return { role, parts: readContent(item['content']) };
    case 'function_call':
    case 'custom_tool_call':
      return {
        role: 'assistant',
        parts: [
          {
            type: 'tool_call',
            id: asText(item['call_id']),
            name: asText(item['name']) ?? '',
            arguments: parseArguments(item['arguments'] ?? item['input']),
          },
        ],
      };
    case 'function_call_output':
    case 'custom_tool_call_output': {
      const output = item['output'];
      const response = Array.isArray(output) ? readContent(output) : output;
      return { role: 'tool', parts: [{ type: 'tool_call_response', id: asText(item['call_id']), response }] };
    }
    case 'reasoning': {
      const texts = [...asList(item['summary']), ...asList(item['content'])].map(
        (part) => asText(asFields(part)?.['text']) ?? '',
      );
      const content = texts.join('\n');
      return { role: 'assistant', parts: content === '' ? [] : [{ type: 'reasoning', content }] };
    }
    default:
      return { role, parts: [{ ...item, type: asText(item['type']) ?? 'unknown' }] };
  }
}

function readContent(content: unknown): GenAiPart[] {
  if (typeof content === 'string') return textParts(content);
  return asList(content).flatMap((part): GenAiPart[] => {
    const fields = asFields(part);
    const type = asText(fields?.['type']) ?? 'unknown';
    switch (type) {
      case 'input_text':
      case 'output_text':
      case 'refusal':
        return textParts(asText(fields?.['text'] ?? fields?.['refusal']));
      case 'input_image':
        return [mediaPart(fields?.['image_url'], undefined, 'image')];
      case 'input_file':
        return [mediaPart(fields?.['file_data'] ?? fields?.['file_url'], undefined)];
      default:
        return [{ ...fields, type }];
    }
  });
}
