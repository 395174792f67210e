/** What each recorded method of the client sends and gets back, as data. */
import type { AttributeValue, Attributes } from '../attributes.ts';
import { asFields, asList, asNumber, asText, type Fields } from '../messages/fields.ts';
import { textParts } from '../messages/gen-ai-message.ts';
import type { ModelAnswer, ModelCall, ModelContent } from '../recording/model-call.ts';
import { type Assembler, createChatAssembler } from './chat-assembler.ts';
import { readChatCompletion, readChatMessages } from './chat-messages.ts';
import { readResponse, readResponseInput } from './response-items.ts';

export interface Endpoint {
  readonly operation: NonNullable<ModelCall['operation']>;
  readonly readRequest: (request: Fields) => ModelContent;
  readonly readAnswer: (answer: Fields) => ModelAnswer;
  readonly createAssembler: () => Assembler;
}

const chat: Endpoint = {
  operation: 'chat',
  readRequest: (request) => ({ input: readChatMessages(request['messages']), tools: readTools(request) }),
  readAnswer: readChatCompletion,
  createAssembler: createChatAssembler,
};

const responses: Endpoint = {
  operation: 'chat',
  readRequest: (request) => ({
    instructions: textParts(asText(request['instructions'])),
    input: readResponseInput(request['input']),
    tools: readTools(request),
  }),
  readAnswer: readResponse,
  createAssembler() {
    let whole: Fields = {};
    const items: unknown[] = [];
    return {
      add(event) {
        const fields = asFields(event) ?? {};
        // Every event that carries the response carries all of it; items come whole before the end, should there be none.
        whole = asFields(fields['response']) ?? whole;
        if (fields['type'] === 'response.output_item.done') items.push(fields['item']);
      },
      answer: () => readResponse(asList(whole['output']).length > 0 ? whole : { ...whole, output: items }),
    };
  },
};

const completions: Endpoint = {
  operation: 'text_completion',
  readRequest: (request) => ({ input: [{ role: 'user', parts: textParts(asText(request['prompt'])) }] }),
  readAnswer: (answer) =>
    readChatCompletion({ ...answer, choices: asList(answer['choices']).map(toChatChoice) }),
  createAssembler() {
    const chunks = createChatAssembler();
    return {
      add(chunk) {
        const fields = asFields(chunk) ?? {};
        const choices = asList(fields['choices']).map((choice) => {
          const { message, ...rest } = toChatChoice(choice);
          return { ...rest, delta: message };
        });
        chunks.add({ ...fields, choices });
      },
      answer: chunks.answer,
    };
  },
};

function toChatChoice(choice: unknown): { readonly message: Fields; readonly [key: string]: unknown } {
  const fields = asFields(choice) ?? {};
  return {
    index: fields['index'],
    finish_reason: fields['finish_reason'],
    message: { role: 'assistant', content: fields['text'] },
  };
}

const embeddings: Endpoint = {
  operation: 'embeddings',
  readRequest: () => ({ input: [] }),
  readAnswer: (answer) => ({
    model: asText(answer['model']),
    output: [],
    finishReasons: [],
    usage: { inputTokens: asNumber(asFields(answer['usage'])?.['prompt_tokens']) },
  }),
  createAssembler: () => ({ add: () => undefined, answer: () => ({ output: [], finishReasons: [] }) }),
};

export const ENDPOINTS: ReadonlyMap<string, Endpoint> = new Map([
  ['chat.completions.create', chat],
  ['responses.create', responses],
  ['completions.create', completions],
  ['embeddings.create', embeddings],
]);

function readTools(request: Fields): readonly unknown[] {
  return asList(request['tools']).map((tool) => {
    const fields = asFields(tool) ?? {};
    const inner = asFields(fields['function']);
    return inner === undefined ? fields : { type: 'function', ...inner };
  });
}

const PARAMETERS: readonly (readonly [attribute: string, ...names: string[]])[] = [
  ['gen_ai.request.max_tokens', 'max_completion_tokens', 'max_output_tokens', 'max_tokens'],
  ['gen_ai.request.temperature', 'temperature'],
  ['gen_ai.request.top_p', 'top_p'],
  ['gen_ai.request.frequency_penalty', 'frequency_penalty'],
  ['gen_ai.request.presence_penalty', 'presence_penalty'],
  ['gen_ai.request.seed', 'seed'],
  ['gen_ai.request.choice.count', 'n'],
];

export function readParameters(request: Fields): Attributes {
  const attributes: Record<string, AttributeValue | undefined> = {};
  for (const [attribute, ...names] of PARAMETERS)
    attributes[attribute] = names.map((name) => asNumber(request[name])).find((value) => value !== undefined);
  const stop = request['stop'];
  if (typeof stop === 'string') attributes['gen_ai.request.stop_sequences'] = [stop];
  else if (Array.isArray(stop)) attributes['gen_ai.request.stop_sequences'] = stop.map(String);
  if (request['stream'] === true) attributes['gen_ai.request.stream'] = true;
  return attributes;
}
