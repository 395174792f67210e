/** Event streams: of a graph as JSON lines, of two hosted assistants as server-sent events. */
import type { Call, Conversation, Turn } from '../conversations.ts';
import {
  callsOf,
  episodes,
  expectSteps,
  firstEpisode,
  jsonLines,
  make,
  type Made,
  pythonJson,
  resultText,
} from '../shape.ts';
import { callsWithIds, each, pieces } from './kit.ts';

/** Every node, model and tool starts and ends; what goes in holds all the messages before. */
export const astreamEvents = each(
  'LangChain, astream_events v2 of a LangGraph agent, one event a line',
  ['coding', 'library', 'permit'],
  (conversation) => ({
    path: `events/${conversation.id}.jsonl`,
    text: jsonLines(toGraphEvents(conversation)),
    runs: [expectSteps(conversation.turns)],
  }),
);

function toGraphEvents(conversation: Conversation): object[] {
  const made = make(conversation);
  const thread_id = made.uuid();
  const messages: object[] = [];
  const message = (type: string, content: string, more: object = {}): object => ({
    content,
    additional_kwargs: {},
    response_metadata: {},
    type,
    name: null,
    id: made.uuid(),
    ...more,
  });
  const event = (
    kind: string,
    name: string,
    runId: string,
    parents: readonly string[],
    data: object,
  ): object => ({
    event: kind,
    data,
    name,
    tags: kind.startsWith('on_tool') ? ['seq:step:1'] : [],
    run_id: runId,
    metadata: {
      thread_id,
      langgraph_step: messages.length,
      langgraph_node: kind.startsWith('on_tool') ? 'tools' : 'agent',
      langgraph_checkpoint_ns: `agent:${runId}`,
      ls_provider: 'openai',
      ls_model_name: conversation.model,
    },
    parent_ids: parents,
  });
  const think = (turn: Turn, root: string): object[] => {
    const node = made.uuid();
    const model = made.uuid();
    const calls = callsWithIds(turn, () => `call_${made.token(24)}`);
    const input = { messages: [[...messages]] };
    const said = turn.text ?? '';
    const output = message('ai', said, {
      tool_calls: calls.map(({ call, id }) => ({
        name: call.tool,
        args: call.arguments,
        id,
        type: 'tool_call',
      })),
      invalid_tool_calls: [],
      usage_metadata: { input_tokens: made.number(300, 3000), output_tokens: made.number(10, 200) },
    });
    const starts = [
      event('on_chain_start', 'agent', node, [root], { input: { messages: [...messages] } }),
      event('on_chat_model_start', 'ChatOpenAI', model, [root, node], { input }),
      ...pieces(said).map((content) =>
        event('on_chat_model_stream', 'ChatOpenAI', model, [root, node], {
          chunk: { content, type: 'AIMessageChunk', tool_calls: [], tool_call_chunks: [] },
        }),
      ),
      event('on_chat_model_end', 'ChatOpenAI', model, [root, node], { input, output }),
      event('on_chain_end', 'agent', node, [root], { output: { messages: [output] } }),
    ];
    messages.push(output);
    return [...starts, ...calls.flatMap(({ call, id }) => use(call, id, root))];
  };
  const use = (call: Call, id: string, root: string): object[] => {
    const run = made.uuid();
    const output = message('tool', resultText(call), {
      name: call.tool,
      tool_call_id: id,
      artifact: null,
      status: call.failed ? 'error' : 'success',
    });
    const events = [
      event('on_tool_start', call.tool, run, [root], { input: call.arguments }),
      event('on_tool_end', call.tool, run, [root], { input: call.arguments, output }),
    ];
    messages.push(output);
    return events;
  };
  return episodes(conversation.turns).flatMap(([first, ...answers]) => {
    const root = made.uuid();
    messages.push(message('human', first?.text ?? ''));
    return [
      event('on_chain_start', 'LangGraph', root, [], { input: { messages: messages.slice(-1) } }),
      ...answers.flatMap((turn) => think(turn, root)),
      event('on_chain_end', 'LangGraph', root, [], { output: { messages: [...messages] } }),
    ];
  });
}

const FROM_AGENT = { keeps: (turn: Turn): boolean => turn.by === 'agent' };

/** The answer to one message, which itself isn't in it: calls and what tools said are messages with JSON as text. */
export const cozeSse = each(
  'Coze, stream of the chat API v3',
  ['analysis', 'press', 'greenhouse'],
  (conversation, made) => ({
    path: `coze-${conversation.id}.sse`,
    text: toCozeStream(conversation, made),
    runs: [expectSteps(firstEpisode(conversation), FROM_AGENT)],
  }),
);

function toCozeStream(conversation: Conversation, made: Made): string {
  const id = (): string => `75${made.token(17, '0123456789')}`;
  const [chat_id, conversation_id, bot_id] = [id(), id(), id()];
  const emit = (event: string, data: unknown): string => `event:${event}\ndata:${JSON.stringify(data)}\n\n`;
  const chat = (event: string, more: object): string =>
    emit(`conversation.chat.${event}`, {
      id: chat_id,
      conversation_id,
      bot_id,
      created_at: Math.floor(made.tick() / 1000),
      last_error: { code: 0, msg: '' },
      ...more,
    });
  const message = (event: string, type: string, content: string, messageId: string = id()): string =>
    emit(`conversation.message.${event}`, {
      id: messageId,
      conversation_id,
      bot_id,
      role: 'assistant',
      type,
      content,
      content_type: 'text',
      chat_id,
      section_id: conversation_id,
      ...(event === 'completed' ? { created_at: Math.floor(made.tick() / 1000) } : {}),
    });
  const answer = (text: string): string[] => {
    const messageId = id();
    return [
      ...pieces(text).map((piece) => message('delta', 'answer', piece, messageId)),
      message('completed', 'answer', text, messageId),
    ];
  };
  const opening = ['created', 'in_progress'].map((status) => chat(status, { status }));
  const steps = firstEpisode(conversation).flatMap((turn) =>
    turn.by === 'user' || callsOf(turn).length > 0
      ? callsOf(turn).flatMap((call) => [
          message(
            'completed',
            'function_call',
            JSON.stringify({ name: call.tool, arguments: call.arguments }),
          ),
          message('completed', 'tool_response', resultText(call)),
        ])
      : answer(turn.text ?? ''),
  );
  const finish = { msg_type: 'generate_answer_finish', data: '{"finish_reason":0}', from_module: null };
  return [
    ...opening,
    ...steps,
    message('completed', 'verbose', JSON.stringify(finish)),
    message('completed', 'follow_up', 'Can you show me more?'),
    chat('completed', {
      completed_at: Math.floor(made.tick() / 1000),
      status: 'completed',
      usage: { token_count: 2310, output_count: 211, input_count: 2099 },
    }),
    emit('done', '[DONE]'),
  ].join('');
}

/** A thought comes thrice: empty, with its call, and with what the tool said; both stand under the tool's name. */
export const difySse = each(
  'Dify, stream of an agent app (chat-messages)',
  ['incident', 'cluster', 'permit', 'museum'],
  (conversation, made) => ({
    path: `dify-${conversation.id}.sse`,
    text: toDifyStream(conversation, made),
    runs: [expectSteps(toDifyTurns(conversation), FROM_AGENT)],
  }),
);

/** The stream is over once a model calls nothing, so that nothing but the last text stands alone. */
function toDifyTurns({ turns }: Conversation): Turn[] {
  return turns.filter((turn, index) => callsOf(turn).length > 0 || index === turns.length - 1);
}

function toDifyStream(conversation: Conversation, made: Made): string {
  const [conversation_id, message_id, task_id] = [made.uuid(), made.uuid(), made.uuid()];
  const created_at = Math.floor(made.tick() / 1000);
  const emit = (event: string, more: object): string =>
    `data: ${JSON.stringify({ event, conversation_id, message_id, created_at, task_id, ...more })}\n\n`;
  const say = (text: string): string[] =>
    pieces(text).map((answer) =>
      emit('agent_message', { id: message_id, answer, from_variable_selector: null }),
    );
  let position = 0;
  const think = (text: string, call?: Call): string[] => {
    position += 1;
    const thought = { id: made.uuid(), position, message_files: [] };
    const empty = { thought: '', observation: '', tool: '', tool_labels: {}, tool_input: '' };
    const labels = call && { [call.tool]: { en_US: call.tool, zh_Hans: call.tool } };
    const called = call && {
      tool: call.tool,
      tool_labels: labels,
      tool_input: pythonJson({ [call.tool]: call.arguments }, false),
    };
    const observation = call && pythonJson({ [call.tool]: resultText(call) }, false);
    return [
      emit('agent_thought', { ...thought, ...empty }),
      ...(text === '' ? [] : say(text)),
      emit('agent_thought', { ...thought, ...empty, thought: text, ...called }),
      ...(call
        ? [
            emit('agent_thought', { ...thought, ...empty, thought: text, ...called, observation }),
            'event: ping\n\n',
          ]
        : []),
    ];
  };
  const steps = toDifyTurns(conversation).flatMap((turn) => {
    const [first, ...others] = callsOf(turn);
    return [...think(turn.text ?? '', first), ...others.flatMap((call) => think('', call))];
  });
  const usage = { prompt_tokens: 3120, completion_tokens: 402, total_tokens: 3522, total_price: '0.0061' };
  const metadata = { usage, retriever_resources: [] };
  return [...steps, emit('message_end', { id: message_id, metadata, files: null })].join('');
}
