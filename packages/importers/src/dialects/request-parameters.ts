/** The parameters of a request, as providers and frameworks name them, under the names of the GenAI conventions. */
import type { JsonObject, JsonValue } from '@tracewright/core';
import { asArray, findNumber, toText } from '../reading/json-text.ts';

const NUMBERS: readonly (readonly [name: string, ...others: readonly string[]])[] = [
  [
    'gen_ai.request.max_tokens',
    'max_tokens',
    'maxTokens',
    'max_completion_tokens',
    'max_output_tokens',
    'maxOutputTokens',
  ],
  ['gen_ai.request.temperature', 'temperature'],
  ['gen_ai.request.top_p', 'top_p', 'topP'],
  ['gen_ai.request.top_k', 'top_k', 'topK'],
  ['gen_ai.request.frequency_penalty', 'frequency_penalty', 'frequencyPenalty'],
  ['gen_ai.request.presence_penalty', 'presence_penalty', 'presencePenalty'],
  ['gen_ai.request.seed', 'seed'],
  ['gen_ai.request.choice.count', 'n'],
];

export function readRequestParameters(parameters: JsonObject): JsonObject {
  const canonical: { [name: string]: JsonValue } = {};
  for (const [name, ...others] of NUMBERS) {
    const value = findNumber(parameters, ...others);
    if (value !== undefined) canonical[name] = value;
  }
  const stop = parameters['stop'] ?? parameters['stop_sequences'] ?? parameters['stopSequences'];
  const stops = typeof stop === 'string' ? [stop] : asArray(stop).map(toText);
  if (stops.length > 0) canonical['gen_ai.request.stop_sequences'] = stops;
  return canonical;
}
