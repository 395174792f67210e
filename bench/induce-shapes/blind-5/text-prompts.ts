/** Prompts as models read them: one in tags, one whose messages have a head of roles, channels and recipients. */
import type { JsonValue } from '@tracewright/core';
import {
  type CallWithId,
  type Conversation,
  expectSteps,
  given,
  oneEach,
  resultText,
  tell,
  toolNames,
} from '../blind-2/kit.ts';

/** Two names for who speaks; calls and what came back are elements, errors too. */
export const claudeFunctionCalls = oneEach(
  'Claude, a prompt of Human and Assistant with function calls in XML',
  'text',
  ['refunds', 'press', 'analysis', 'greenhouse', 'intake'],
  (conversation) => {
    const blocks = tell(
      conversation.turns,
      () => '',
      (text) => [`Human: ${text}\n\nAssistant: `],
      (turn, calls) =>
        [
          ...given(turn.thought, (text) => `<thinking>\n${text}\n</thinking>`),
          ...given(turn.text, (text) => text),
          ...(calls.length === 0
            ? []
            : [
                `<function_calls>\n${calls.map(toInvoke).join('')}</function_calls>`,
                `<function_results>\n${calls.map(toReturned).join('')}</function_results>`,
              ]),
        ].map((part) => `${part}\n\n`),
    );
    return {
      path: `prompts/${conversation.id}.txt`,
      text: `${toPreamble(conversation)}${blocks.join('')}`,
      runs: [expectSteps(conversation.turns)],
    };
  },
);

function toPreamble(conversation: Conversation): string {
  const functions = toolNames(conversation).map(
    (name) => `<function>{"name": "${name}", "parameters": {"type": "object"}}</function>\n`,
  );
  return `${conversation.system}\n\nYou may call functions. Write a block like this:\n<function_calls>\n<invoke name="$FUNCTION_NAME">\n<parameter name="$PARAMETER_NAME">$PARAMETER_VALUE</parameter>\n</invoke>\n</function_calls>\n\nThese are the functions:\n<functions>\n${functions.join('')}</functions>\n\n`;
}

function toInvoke({ call }: CallWithId): string {
  const parameters = Object.entries(call.arguments).map(
    ([name, value]) => `<parameter name="${name}">${toValue(value)}</parameter>\n`,
  );
  return `<invoke name="${call.tool}">\n${parameters.join('')}</invoke>\n`;
}

function toValue(value: JsonValue): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function toReturned({ call }: CallWithId): string {
  const tag = call.failed === true ? 'stderr' : 'stdout';
  return `<result>\n<tool_name>${call.tool}</tool_name>\n<${tag}>\n${resultText(call)}\n</${tag}>\n</result>\n`;
}

/** A message is a head between two tokens, then its text; the head of a call names who is called, that of a result who answers. */
export const harmonyPrompt = oneEach(
  'gpt-oss, conversations with functions in the harmony format',
  'text',
  ['home', 'refunds', 'research', 'press', 'bakery'],
  (conversation) => {
    const assistant = (head: string, text: string, end: string = 'end'): string =>
      message(`assistant<|channel|>${head}`, text, end);
    const turns = conversation.turns;
    const blocks = tell(
      turns,
      () => '',
      (text) => [message('user', text)],
      (turn, calls) => [
        ...given(turn.thought, (text) => assistant('analysis', text)),
        ...given(turn.text, (text) => {
          if (calls.length > 0) return assistant('commentary', text);
          return assistant('final', text, turn === turns.at(-1) ? 'return' : 'end');
        }),
        ...calls.flatMap(({ call }) => [
          assistant(
            `commentary to=functions.${call.tool} <|constrain|>json`,
            JSON.stringify(call.arguments),
            'call',
          ),
          message(`functions.${call.tool} to=assistant<|channel|>commentary`, resultText(call)),
        ]),
      ],
    );
    return {
      path: `harmony/${conversation.id}.txt`,
      text: [
        message(
          'system',
          `You are ChatGPT, a large language model trained by OpenAI.\nKnowledge cutoff: 2024-06\nCurrent date: ${conversation.startedAt.slice(0, 10)}\n\nReasoning: medium\n\n# Valid channels: analysis, commentary, final. Channel must be included for every message.\nCalls to these tools must go to the commentary channel: 'functions'.`,
        ),
        message('developer', toDeveloper(conversation)),
        ...blocks,
      ].join(''),
      runs: [expectSteps(turns, { textApart: true })],
    };
  },
);

function message(head: string, text: string, end: string = 'end'): string {
  return `<|start|>${head}<|message|>${text}<|${end}|>`;
}

function toDeveloper(conversation: Conversation): string {
  const types = toolNames(conversation).map((name) => `type ${name} = (_: object) => any;\n\n`);
  return `# Instructions\n\n${conversation.system}\n\n# Tools\n\n## functions\n\nnamespace functions {\n\n${types.join('')}} // namespace functions`;
}
