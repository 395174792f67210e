/** Agents' runs as data sets for training hold them, and prompts as models read them. */
import type { JsonValue } from '@tracewright/core';
import {
  oneCallEach,
  oneEach,
  saidBy,
  severalEach,
  thoughtOf,
  toolNames,
  untilSaid,
  withIds,
} from '../blind/write.ts';
import type { Call, Conversation, Turn } from '../conversations.ts';
import {
  callsOf,
  expectSteps,
  firstEpisode,
  json,
  jsonLines,
  make,
  plainText,
  pythonJson,
  type Shape,
} from '../shape.ts';

const GROUPS = [['coding', 'research'], ['home'], ['library', 'game'], ['greenhouse'], ['incident', 'press']];
const IDS = GROUPS.flat().slice(0, 5);

function functionList(conversation: Conversation): string {
  return JSON.stringify(
    toolNames(conversation).map((name) => ({
      type: 'function',
      function: { name, description: `Calls ${name}.`, parameters: { type: 'object', properties: {} } },
    })),
  );
}

/** `from` and `value`; calls and what came back are JSON in tags. */
export const hermesShareGpt: Shape = severalEach(
  'Hermes function calling, ShareGPT conversations',
  'json',
  GROUPS,
  (conversations, index) => ({
    path: `data/part-${index}.json`,
    text: json(
      conversations.map((conversation) => ({
        id: make(conversation).uuid(),
        conversations: [
          {
            from: 'system',
            value: `You are a function calling AI model. You are provided with function signatures within <tools> </tools> XML tags.\n<tools>\n${functionList(conversation)}\n</tools>\nFor each function call return a JSON object within <tool_call> </tool_call> tags.`,
          },
          ...conversation.turns.flatMap((turn) => {
            if (turn.by === 'user') return [{ from: 'human', value: turn.text }];
            const calls = callsOf(turn);
            const asked = calls.map(
              (call) =>
                `<tool_call>\n${pythonJson({ name: call.tool, arguments: call.arguments })}\n</tool_call>`,
            );
            const answers = calls.map(
              (call) =>
                `<tool_response>\n${pythonJson({ name: call.tool, content: call.result })}\n</tool_response>`,
            );
            return [
              { from: 'gpt', value: [turn.text, ...asked].filter((part) => part !== undefined).join('\n') },
              ...(calls.length === 0 ? [] : [{ from: 'tool', value: answers.join('\n') }]),
            ];
          }),
        ],
        category: conversation.title,
        source: 'synthetic',
      })),
    ),
    runs: conversations.map(({ turns }) => expectSteps(turns)),
  }),
);

/** One text a row: speakers, calls behind a sign, answers of functions. */
export const glaiveChat: Shape = severalEach(
  'Glaive function calling, chats as text in rows',
  'json',
  GROUPS,
  (conversations, index) => ({
    path: `train-${index}.jsonl`,
    text: jsonLines(
      conversations.map((conversation) => ({
        system: `SYSTEM: You are a helpful assistant with access to the following functions. Use them if required -\n${functionList(conversation)}`,
        chat: oneCallEach(conversation.turns)
          .map((turn) => {
            if (turn.by === 'user') return `USER: ${turn.text}\n\n\n`;
            const [call] = callsOf(turn);
            if (call === undefined) return `ASSISTANT: ${turn.text ?? ''} <|endoftext|>\n\n\n`;
            return `ASSISTANT: <functioncall> {"name": "${call.tool}", "arguments": '${JSON.stringify(call.arguments)}'} <|endoftext|>\n\n\nFUNCTION RESPONSE: ${plainText(call.result)}\n\n\n`;
          })
          .join(''),
      })),
    ),
    runs: conversations.map(({ turns }) => expectSteps(oneCallEach(turns))),
  }),
);

/** The agent's turns are ReAct texts; observations are what the human says next. */
export const agentInstruct: Shape = severalEach(
  'AgentInstruct, conversations with a ReAct text a turn',
  'json',
  GROUPS,
  (conversations, index) => ({
    path: `agent-${index}.json`,
    text: json(
      conversations.map((conversation) => {
        const [question, ...turns] = untilSaid(oneCallEach(firstEpisode(conversation)));
        return {
          id: `os_${make(conversation).number(0, 400)}`,
          conversations: [
            {
              from: 'human',
              loss: null,
              value: `You have these tools: ${toolNames(conversation).join(', ')}.\nFormat:\nThought: your thoughts\nAction: tool name\nAction Input: JSON\n\nNow, I will give you the question:\n${question?.text ?? ''}`,
            },
            ...turns.flatMap((turn) => {
              const [call] = callsOf(turn);
              const thought = saidBy(turn) || 'Go on.';
              if (call === undefined)
                return [
                  { from: 'gpt', loss: true, value: `Thought: I know it.\nFinal Answer: ${turn.text ?? ''}` },
                ];
              return [
                {
                  from: 'gpt',
                  loss: true,
                  value: `Thought: ${thought}\nAction: ${call.tool}\nAction Input: ${pythonJson(call.arguments)}`,
                },
                { from: 'human', loss: null, value: `Observation: ${plainText(call.result)}` },
              ];
            }),
          ],
        };
      }),
    ),
    runs: conversations.map((conversation) =>
      expectSteps(untilSaid(oneCallEach(firstEpisode(conversation)))),
    ),
  }),
);

/** `Thought 1:`, `Action 1: search[...]`, `Observation 1:`, as prompts of question answering hold them. */
export const numberedReact: Shape = oneEach(
  'ReAct, numbered lines of one question',
  'text',
  IDS,
  (conversation) => {
    const [question, ...turns] = untilSaid(oneCallEach(firstEpisode(conversation)));
    const lines = turns.flatMap((turn, index) => {
      const n = index + 1;
      const [call] = callsOf(turn);
      const thought = `Thought ${n}: ${(thoughtOf(turn) ?? 'Go on.').replaceAll('\n', ' ')}`;
      if (call === undefined)
        return [
          `Thought ${n}: I can answer.`,
          `Action ${n}: Finish[${(turn.text ?? '').replaceAll('\n', ' ')}]`,
          '',
        ];
      return [
        thought,
        `Action ${n}: ${call.tool}[${firstArgument(call)}]`,
        `Observation ${n}: ${plainText(call.result).replaceAll('\n', ' ')}`,
      ];
    });
    return {
      path: `traces/${conversation.id}.txt`,
      text: [`Question: ${(question?.text ?? '').replaceAll('\n', ' ')}`, ...lines].join('\n'),
      runs: [
        expectSteps([
          ...(question === undefined ? [] : [question]),
          ...turns.map((turn): Turn => {
            if (callsOf(turn).length > 0 || turn.by === 'user') return turn;
            const result: JsonValue = '';
            return {
              by: 'agent',
              calls: [{ tool: 'Finish', arguments: { answer: turn.text ?? '' }, result }],
            };
          }),
        ]).map((step) =>
          step.tool === undefined ? step : { ...step, arguments: bracketed(step.arguments) },
        ),
      ],
    };
  },
);

function firstArgument({ arguments: args }: Call): string {
  const [first] = Object.values(args);
  return plainText(first).replaceAll('\n', ' ');
}

/** What stands between the brackets: one text. */
function bracketed(args: JsonValue | undefined): JsonValue {
  const [first] = Object.values((args ?? {}) as Record<string, JsonValue>);
  return plainText(first).replaceAll('\n', ' ');
}

/** Signs around each turn, and JSON for calls; tools answer as `ipython`. */
export const llamaPrompt: Shape = oneEach(
  'Llama 3, the prompt of a chat with tools',
  'text',
  IDS,
  (conversation) => {
    const turn = (role: string, text: string, end: string = '<|eot_id|>'): string =>
      `<|start_header_id|>${role}<|end_header_id|>\n\n${text}${end}`;
    const turns = oneCallEach(conversation.turns);
    return {
      path: `prompts/${conversation.id}.txt`,
      text: [
        '<|begin_of_text|>',
        turn('system', `Environment: ipython\n\n${conversation.system}`),
        ...turns.map((one) => {
          const [call] = callsOf(one);
          if (one.by === 'user') return turn('user', one.text);
          if (call === undefined) return turn('assistant', one.text ?? '');
          return (
            turn('assistant', pythonJson({ name: call.tool, parameters: call.arguments }), '<|eom_id|>') +
            turn('ipython', plainText(call.result))
          );
        }),
      ].join(''),
      runs: [expectSteps(turns)],
    };
  },
);

/** Signs of Mistral's template: calls and results as JSON between them, with ids. */
export const mistralPrompt: Shape = oneEach(
  'Mistral, the prompt of a chat with tools',
  'text',
  IDS,
  (conversation, made) => ({
    path: `prompts/${conversation.id}.txt`,
    text: `<s>${conversation.turns
      .map((turn) => {
        if (turn.by === 'user') return `[INST] ${turn.text}[/INST]`;
        const calls = withIds(turn, () => made.token(9));
        if (calls.length === 0) return ` ${turn.text ?? ''}</s>`;
        const asked = calls.map(({ call, id }) => ({ name: call.tool, arguments: call.arguments, id }));
        return `[TOOL_CALLS] ${pythonJson(asked)}</s>${calls
          .map(
            ({ call, id }) =>
              `[TOOL_RESULTS] ${pythonJson({ content: call.result, call_id: id })}[/TOOL_RESULTS]`,
          )
          .join('')}`;
      })
      .join('')}`,
    runs: [expectSteps(conversation.turns)],
  }),
);
