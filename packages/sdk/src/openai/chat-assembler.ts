/** Puts the chunks of a streamed chat completion together to what would have come in one piece. */
import { asFields, asList, asNumber, asText, type Fields } from '../messages/fields.ts';
import type { ModelAnswer } from '../recording/model-call.ts';
import { readChatCompletion } from './chat-messages.ts';

export interface Assembler {
  readonly add: (chunk: unknown) => void;
  readonly answer: () => ModelAnswer;
}

interface Choice {
  readonly text: string[];
  readonly reasoning: string[];
  readonly refusal: string[];
  readonly calls: Map<number, Call>;
  role: string;
  finishReason: string | undefined;
}

interface Call {
  readonly text: string[];
  id: string;
  name: string;
}

export function createChatAssembler(): Assembler {
  const choices = new Map<number, Choice>();
  let head: Fields = {};
  let usage: unknown;
  return {
    add(chunk) {
      const fields = asFields(chunk) ?? {};
      head = { id: fields['id'] ?? head['id'], model: fields['model'] ?? head['model'] };
      usage = fields['usage'] ?? usage;
      for (const item of asList(fields['choices'])) addChoice(choices, asFields(item) ?? {});
    },
    answer: () => readChatCompletion({ ...head, usage, choices: [...choices.values()].map(toWholeChoice) }),
  };
}

function addChoice(choices: Map<number, Choice>, fields: Fields): void {
  const index = asNumber(fields['index']) ?? 0;
  const choice: Choice = choices.get(index) ?? {
    text: [],
    reasoning: [],
    refusal: [],
    calls: new Map(),
    role: 'assistant',
    finishReason: undefined,
  };
  choices.set(index, choice);
  choice.finishReason = asText(fields['finish_reason']) ?? choice.finishReason;
  const delta = asFields(fields['delta']) ?? {};
  choice.role = asText(delta['role']) ?? choice.role;
  choice.text.push(asText(delta['content']) ?? '');
  choice.reasoning.push(asText(delta['reasoning_content']) ?? asText(delta['reasoning']) ?? '');
  choice.refusal.push(asText(delta['refusal']) ?? '');
  for (const part of asList(delta['tool_calls'])) addCall(choice.calls, asFields(part) ?? {});
}

/** Parallel calls are told apart by their index; the id and the name come with the first piece only. */
function addCall(calls: Map<number, Call>, fields: Fields): void {
  const index = asNumber(fields['index']) ?? 0;
  const call: Call = calls.get(index) ?? { text: [], id: '', name: '' };
  calls.set(index, call);
  const inner = asFields(fields['function']);
  call.id = asText(fields['id']) ?? call.id;
  call.name += asText(inner?.['name']) ?? '';
  call.text.push(asText(inner?.['arguments']) ?? '');
}

function toWholeChoice({ text, reasoning, refusal, calls, role, finishReason }: Choice): Fields {
  return {
    finish_reason: finishReason,
    message: {
      role,
      content: text.join(''),
      reasoning_content: reasoning.join(''),
      refusal: refusal.join(''),
      tool_calls: [...calls.values()].map((call) => ({
        id: call.id,
        function: { name: call.name, arguments: call.text.join('') },
      })),
    },
  };
}
