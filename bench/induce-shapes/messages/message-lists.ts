/** Conversations as the message classes of frameworks and the APIs of models write them, one JSON list a conversation. */
import type { JsonValue } from '@tracewright/core';
import { oneEach, thoughtOf, usage, withIds } from '../blind/write.ts';
import type { Conversation, Turn } from '../conversations.ts';
import { callsOf, expectSteps, firstEpisode, json, type Made, plainText, type Shape } from '../shape.ts';

const IDS = ['coding', 'research', 'home', 'library', 'greenhouse'] as const;

/** A file a conversation, whose messages a renderer writes turn by turn. */
function messageList(
  source: string,
  write: (turn: Turn, made: Made, conversation: Conversation) => unknown[],
  options: {
    readonly head?: (conversation: Conversation, made: Made) => unknown[];
    readonly wrap?: (messages: readonly unknown[], conversation: Conversation, made: Made) => unknown;
    readonly turns?: (conversation: Conversation) => readonly Turn[];
    readonly result?: (result: JsonValue) => string;
    readonly textApart?: boolean;
  } = {},
): Shape {
  const { head, wrap, turns = firstEpisode, result = plainText, textApart = false } = options;
  return oneEach(source, 'json', IDS, (conversation, made) => {
    const messages = [
      ...(head?.(conversation, made) ?? []),
      ...turns(conversation).flatMap((turn) => write(turn, made, conversation)),
    ];
    return {
      path: `messages/${conversation.id}.json`,
      text: json(wrap?.(messages, conversation, made) ?? messages),
      runs: [expectSteps(turns(conversation), { result: ({ result: value }) => result(value), textApart })],
    };
  });
}

function allTurns({ turns }: Conversation): readonly Turn[] {
  return turns;
}

/** Parts with one member each; what a function answered stands in `response.result`. */
export const geminiContents: Shape = messageList(
  'Gemini API, contents of a chat',
  (turn) => {
    if (turn.by === 'user') return [{ role: 'user', parts: [{ text: turn.text }] }];
    const calls = callsOf(turn);
    const parts = [
      ...(turn.text === undefined ? [] : [{ text: turn.text }]),
      ...calls.map((call) => ({ functionCall: { name: call.tool, args: call.arguments } })),
    ];
    const answers = calls.map((call) => ({
      functionResponse: { name: call.tool, response: { result: call.result } },
    }));
    return [{ role: 'model', parts }, ...(calls.length === 0 ? [] : [{ role: 'user', parts: answers }])];
  },
  {
    turns: allTurns,
    wrap: (contents, { system, model }) => ({
      model: `models/${model}`,
      systemInstruction: { parts: [{ text: system }] },
      contents,
      generationConfig: { temperature: 0.2, maxOutputTokens: 8192 },
    }),
  },
);

/** `messages_to_dict`: the kind beside `data`, which repeats it. */
export const langchainDict: Shape = messageList(
  'LangChain, messages_to_dict',
  (turn, made) => {
    const common = { additional_kwargs: {}, response_metadata: {}, name: null };
    if (turn.by === 'user')
      return [
        { type: 'human', data: { content: turn.text, ...common, type: 'human', id: null, example: false } },
      ];
    const calls = withIds(turn, () => `call_${made.token(24)}`);
    return [
      {
        type: 'ai',
        data: {
          content: turn.text ?? '',
          ...common,
          type: 'ai',
          id: `run-${made.uuid()}-0`,
          example: false,
          tool_calls: calls.map(({ call, id }) => ({
            name: call.tool,
            args: call.arguments,
            id,
            type: 'tool_call',
          })),
          invalid_tool_calls: [],
          usage_metadata: usage(made),
        },
      },
      ...calls.map(({ call, id }) => ({
        type: 'tool',
        data: {
          content: plainText(call.result),
          ...common,
          type: 'tool',
          name: call.tool,
          id: null,
          tool_call_id: id,
          artifact: null,
          status: call.failed === true ? 'error' : 'success',
        },
      })),
    ];
  },
  { turns: allTurns },
);

/** `dumpd`: constructors with the class as a path, its members in `kwargs`. */
export const langchainConstructors: Shape = messageList(
  'LangChain, messages serialised as constructors',
  (turn, made) => {
    const write = (name: string, kwargs: object): unknown => ({
      lc: 1,
      type: 'constructor',
      id: ['langchain', 'schema', 'messages', name],
      kwargs: { ...kwargs, additional_kwargs: {}, response_metadata: {} },
    });
    if (turn.by === 'user') return [write('HumanMessage', { content: turn.text, type: 'human' })];
    const calls = withIds(turn, () => `call_${made.token(24)}`);
    return [
      write('AIMessage', {
        content: turn.text ?? '',
        type: 'ai',
        id: `run-${made.uuid()}`,
        tool_calls: calls.map(({ call, id }) => ({
          type: 'tool_call',
          id,
          name: call.tool,
          args: call.arguments,
        })),
        usage_metadata: usage(made),
      }),
      ...calls.map(({ call, id }) =>
        write('ToolMessage', {
          content: plainText(call.result),
          type: 'tool',
          name: call.tool,
          tool_call_id: id,
          status: call.failed === true ? 'error' : 'success',
        }),
      ),
    ];
  },
  {
    turns: allTurns,
    head: ({ system }) => [
      {
        lc: 1,
        type: 'constructor',
        id: ['langchain', 'schema', 'messages', 'SystemMessage'],
        kwargs: { content: system, type: 'system' },
      },
    ],
  },
);

/** The kind of a message beside its parts, each with a kind of its own; tools answer in a request. */
export const pydanticMessages: Shape = messageList(
  'Pydantic AI, message history',
  (turn, made, { model, system }) => {
    if (turn.by === 'user')
      return [
        {
          parts: [
            { content: system, timestamp: made.time(), dynamic_ref: null, part_kind: 'system-prompt' },
            { content: turn.text, timestamp: made.time(0), part_kind: 'user-prompt' },
          ],
          instructions: null,
          kind: 'request',
        },
      ];
    const calls = withIds(turn, () => `call_${made.token(24)}`);
    const thought = thoughtOf(turn);
    return [
      {
        parts: [
          ...(thought === undefined
            ? []
            : [{ content: thought, id: null, signature: null, part_kind: 'thinking' }]),
          ...(turn.text === undefined ? [] : [{ content: turn.text, part_kind: 'text' }]),
          ...calls.map(({ call, id }) => ({
            tool_name: call.tool,
            args: JSON.stringify(call.arguments),
            tool_call_id: id,
            part_kind: 'tool-call',
          })),
        ],
        usage: {
          requests: 1,
          request_tokens: made.number(90, 3000),
          response_tokens: made.number(8, 300),
          details: {},
        },
        model_name: model,
        timestamp: made.time(),
        kind: 'response',
        vendor_id: made.token(20),
      },
      ...(calls.length === 0
        ? []
        : [
            {
              parts: calls.map(({ call, id }) => ({
                tool_name: call.tool,
                content: call.result,
                tool_call_id: id,
                timestamp: made.time(),
                part_kind: call.failed === true ? 'retry-prompt' : 'tool-return',
              })),
              instructions: null,
              kind: 'request',
            },
          ]),
    ];
  },
  { turns: allTurns },
);

/** No ids: a tool answers under its name. */
export const ollamaChat: Shape = messageList(
  'Ollama, a chat with tools',
  (turn) => {
    if (turn.by === 'user') return [{ role: 'user', content: turn.text }];
    const calls = callsOf(turn);
    const thought = thoughtOf(turn);
    return [
      {
        role: 'assistant',
        content: turn.text ?? '',
        ...(thought === undefined ? {} : { thinking: thought }),
        ...(calls.length === 0
          ? {}
          : {
              tool_calls: calls.map((call) => ({ function: { name: call.tool, arguments: call.arguments } })),
            }),
      },
      ...calls.map((call) => ({ role: 'tool', tool_name: call.tool, content: plainText(call.result) })),
    ];
  },
  {
    turns: allTurns,
    wrap: (messages, { model }) => ({ model, messages, stream: false, options: { num_ctx: 8192 } }),
  },
);

/** What tools gave is a turn whose results hold the calls that they answer. */
export const cohereHistory: Shape = messageList(
  'Cohere, chat history',
  (turn) => {
    if (turn.by === 'user') return [{ role: 'USER', message: turn.text }];
    const calls = callsOf(turn).map((call) => ({
      call,
      asked: { name: call.tool, parameters: call.arguments },
    }));
    return [
      {
        role: 'CHATBOT',
        message: turn.text ?? '',
        ...(calls.length === 0 ? {} : { tool_calls: calls.map(({ asked }) => asked) }),
      },
      ...(calls.length === 0
        ? []
        : [
            {
              role: 'TOOL',
              tool_results: calls.map(({ call, asked }) => ({
                call: asked,
                outputs: [typeof call.result === 'string' ? { output: call.result } : call.result],
              })),
            },
          ]),
    ];
  },
  {
    turns: allTurns,
    wrap: (chat_history, { system }) => ({ preamble: system, chat_history }),
    result: (value) => (typeof value === 'string' ? value : JSON.stringify(value)),
  },
);
