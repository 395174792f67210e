/** Prompts and content of the Vercel AI SDK's provider specification (versions 2 to 4) to GenAI messages. Source: @ai-sdk/provider. */
import { asFields, asList, asNumber, asText, type Fields, parseArguments } from '../messages/fields.ts';
import { type GenAiMessage, type GenAiPart, mediaPart, textParts } from '../messages/gen-ai-message.ts';
import type { ModelAnswer, ModelUsage } from '../recording/model-call.ts';

export function readPrompt(prompt: unknown): GenAiMessage[] {
  return asList(prompt).map((message) => {
    const fields = asFields(message) ?? {};
    const content = fields['content'];
    return {
      role: asText(fields['role']) ?? 'user',
      parts: typeof content === 'string' ? textParts(content) : asList(content).flatMap(readPart),
    };
  });
}

export function readPart(part: unknown): GenAiPart[] {
  const fields = asFields(part);
  if (fields === undefined) return [];
  const type = asText(fields['type']) ?? 'unknown';
  switch (type) {
    case 'text':
      return textParts(asText(fields['text']));
    case 'reasoning':
      return [{ type: 'reasoning', content: asText(fields['text']) ?? '' }];
    case 'file':
      return [mediaPart(fields['data'], asText(fields['mediaType']))];
    case 'tool-call':
      return [
        {
          type: 'tool_call',
          id: asText(fields['toolCallId']),
          name: asText(fields['toolName']) ?? '',
          arguments: parseArguments(fields['input'] ?? fields['args']),
        },
      ];
    case 'tool-result': {
      const output = asFields(fields['output']);
      const response =
        output === undefined ? fields['result'] : (output['value'] ?? output['reason'] ?? output['type']);
      return [{ type: 'tool_call_response', id: asText(fields['toolCallId']), response }];
    }
    // Where an answer was taken from; the text is in the other parts.
    case 'source':
      return [];
    default: {
      const { providerOptions: _options, providerMetadata: _metadata, ...rest } = fields;
      return [{ ...rest, type }];
    }
  }
}

export function readGenerateResult(result: Fields): ModelAnswer {
  const response = asFields(result['response']);
  const finish = readFinishReason(result['finishReason']);
  const parts = asList(result['content']).flatMap(readPart);
  return {
    id: asText(response?.['id']),
    model: asText(response?.['modelId']),
    finishReasons: finish === undefined ? [] : [finish],
    output: [{ role: 'assistant', parts, finish_reason: finish }],
    usage: readUsage(asFields(result['usage'])),
  };
}

/** A text in version 2, `{unified, raw}` since version 3. */
function readFinishReason(reason: unknown): string | undefined {
  return asText(reason) ?? asText(asFields(reason)?.['unified']);
}

/** Numbers in version 2, numbers by kind since version 3. */
function readUsage(usage: Fields | undefined): ModelUsage | undefined {
  if (usage === undefined) return undefined;
  const input = asFields(usage['inputTokens']);
  const output = asFields(usage['outputTokens']);
  return {
    inputTokens: asNumber(usage['inputTokens']) ?? asNumber(input?.['total']),
    outputTokens: asNumber(usage['outputTokens']) ?? asNumber(output?.['total']),
    cacheReadTokens: asNumber(usage['cachedInputTokens']) ?? asNumber(input?.['cacheRead']),
    cacheWriteTokens: asNumber(input?.['cacheWrite']),
    reasoningTokens: asNumber(usage['reasoningTokens']) ?? asNumber(output?.['reasoning']),
  };
}

/** Puts the parts of a stream together to what `doGenerate` would have given. */
export function createStreamAssembler(): {
  readonly add: (part: unknown) => void;
  readonly answer: () => ModelAnswer;
} {
  const content: unknown[] = [];
  const open = new Map<string, { readonly type: 'text' | 'reasoning'; readonly text: string[] }>();
  let response: Fields = {};
  let finish: Fields = {};
  let failure: ModelAnswer['failure'];
  return {
    add(part) {
      const fields = asFields(part) ?? {};
      const type = asText(fields['type']) ?? '';
      const id = asText(fields['id']) ?? '';
      if (type === 'text-delta' || type === 'reasoning-delta') {
        const kind = type === 'text-delta' ? 'text' : 'reasoning';
        let block = open.get(`${kind}:${id}`);
        if (block === undefined) {
          block = { type: kind, text: [] };
          open.set(`${kind}:${id}`, block);
          content.push(block);
        }
        block.text.push(asText(fields['delta']) ?? '');
      } else if (type === 'tool-call' || type === 'tool-result' || type === 'file') content.push(fields);
      else if (type === 'response-metadata') response = { ...response, ...fields };
      else if (type === 'finish') finish = fields;
      else if (type === 'error') {
        const error = asFields(fields['error']);
        failure = {
          name: asText(error?.['name']) ?? 'error',
          message: asText(error?.['message']) ?? asText(fields['error']) ?? '',
        };
      }
    },
    answer() {
      const whole = content.map((part) => {
        const text = asFields(part)?.['text'];
        return Array.isArray(text) ? { ...asFields(part), text: text.join('') } : part;
      });
      const { id, modelId } = response;
      return {
        ...readGenerateResult({ content: whole, ...finish, response: { id, modelId } }),
        failure,
      };
    },
  };
}
