/** Whole prompts with the special tokens of two families of models. */
import type { JsonValue } from '@tracewright/core';
import { callsOf, expectSteps, resultText } from '../shape.ts';
import { declareTool, listTools, textShape } from './text-kit.ts';

/** Arguments are pairs of tags: texts as they are, all else as JSON; results follow the token of an observation. */
export const glmPrompt = textShape(
  'GLM-4.5 chat template, rendered by apply_chat_template(tokenize=False)',
  ['press', 'museum', 'research'],
  (conversation) => {
    const tools = listTools(conversation).map(([name, args]) => JSON.stringify(declareTool(name, args)));
    const turns = conversation.turns.map((turn) => {
      if (turn.by === 'user') return `<|user|>\n${turn.text}`;
      const calls = callsOf(turn);
      const observations = calls.map((call) => `\n<tool_response>\n${resultText(call)}\n</tool_response>`);
      return [
        `<|assistant|>\n<think>${turn.thought ?? ''}</think>`,
        turn.text === undefined ? '' : `\n${turn.text}`,
        ...calls.map((call) => `\n<tool_call>${call.tool}${toPairs(call.arguments)}\n</tool_call>`),
        calls.length === 0 ? '' : '<|observation|>',
        ...observations,
      ].join('');
    });
    const head = [
      '[gMASK]<sop><|system|>\n# Tools\n\nThese functions are at hand, with their signatures:\n',
      `<tools>\n${tools.join('\n')}\n</tools>\n\nWrite a call like this:\n`,
      '<tool_call>{name}\n<arg_key>{key}</arg_key>\n<arg_value>{value}</arg_value>\n...\n</tool_call>',
      `<|system|>\n${conversation.system}`,
    ];
    return {
      path: `prompts/glm-${conversation.id}.txt`,
      text: `${head.join('')}${turns.join('')}\n`,
      runs: [expectSteps(conversation.turns)],
    };
  },
);

function toPairs(args: Readonly<Record<string, JsonValue>>): string {
  return Object.entries(args)
    .map(([key, value]) => {
      const text = typeof value === 'string' ? value : JSON.stringify(value);
      return `\n<arg_key>${key}</arg_key>\n<arg_value>${text}</arg_value>`;
    })
    .join('');
}

/** No line breaks but those of the texts; calls are counted through the whole prompt, and results name the call that they belong to. */
export const kimiPrompt = textShape(
  'Kimi K2 chat template, rendered by apply_chat_template(tokenize=False)',
  ['coding', 'travel', 'game', 'letters'],
  (conversation) => {
    let count = 0;
    const say = (role: string, name: string, text: string): string =>
      `<|im_${role}|>${name}<|im_middle|>${text}<|im_end|>`;
    const declared = listTools(conversation).map(([name, args]) => ({
      type: 'function',
      function: declareTool(name, args),
    }));
    const turns = conversation.turns.map((turn) => {
      if (turn.by === 'user') return say('user', 'user', turn.text);
      const calls = callsOf(turn).map((call) => ({ ...call, id: `functions.${call.tool}:${count++}` }));
      const asked = calls.map(
        (call) =>
          `<|tool_call_begin|>${call.id}<|tool_call_argument_begin|>${JSON.stringify(call.arguments)}<|tool_call_end|>`,
      );
      const section =
        calls.length === 0 ? '' : `<|tool_calls_section_begin|>${asked.join('')}<|tool_calls_section_end|>`;
      return [
        say('assistant', turn.name ?? 'assistant', `${turn.text ?? ''}${section}`),
        ...calls.map((call) => say('system', call.tool, `## Return of ${call.id}\n${resultText(call)}`)),
      ].join('');
    });
    return {
      path: `prompts/kimi-${conversation.id}.txt`,
      text: [
        say('system', 'tool_declare', JSON.stringify(declared)),
        say('system', 'system', conversation.system),
        ...turns,
        '<|im_assistant|>assistant<|im_middle|>\n',
      ].join(''),
      runs: [expectSteps(conversation.turns)],
    };
  },
);
