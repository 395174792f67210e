import type { Call, Conversation, Turn } from '../conversations.ts';
import {
  callsOf,
  expectSteps,
  json,
  make,
  type Made,
  pick,
  pythonJson,
  type Shape,
  type ShapeFile,
} from '../shape.ts';

/** The history of a thread: one state after each node, newest first, each with all messages so far. */
export const langgraphCheckpoints: Shape = {
  source: 'LangGraph, state history of a thread',
  form: 'json',
  files: () => pick('travel', 'refunds', 'analysis', 'wording', 'incident').map(toFile),
};

function toFile(conversation: Conversation): ShapeFile {
  const made = make(conversation);
  const thread = made.uuid();
  const values: unknown[] = [];
  const states: unknown[] = [];
  let parent: unknown = null;
  const save = (node: string, added: readonly unknown[], next: readonly string[]): void => {
    values.push(...added);
    const checkpoint = { thread_id: thread, checkpoint_ns: '', checkpoint_id: made.uuid() };
    const isInput = node === '__start__';
    states.push({
      values: { messages: [...values], remaining_steps: 24 },
      next,
      tasks: next.map((name) => ({
        id: made.uuid(),
        name,
        path: ['__pregel_pull', name],
        error: null,
        interrupts: [],
        state: null,
        result: null,
      })),
      metadata: {
        source: isInput ? 'input' : 'loop',
        step: states.length - 1,
        parents: {},
        writes: { [node]: { messages: added } },
        graph_id: conversation.agent,
      },
      created_at: made.time(),
      checkpoint,
      parent_checkpoint: parent,
    });
    parent = checkpoint;
  };
  for (const turn of conversation.turns) {
    const [message, ...results] = toMessages(turn, conversation, made);
    if (turn.by === 'user') save('__start__', [message], ['agent']);
    else save('agent', [message], results.length > 0 ? ['tools'] : []);
    if (results.length > 0) save('tools', results, ['agent']);
  }
  return {
    path: `threads/${thread}/history.json`,
    text: json(states.toReversed()),
    runs: [expectSteps(conversation.turns, { result: toText })],
  };
}

function toMessages(turn: Turn, { model }: Conversation, made: Made): unknown[] {
  const message = (type: string, content: string, more: object = {}): unknown => ({
    content,
    additional_kwargs: {},
    response_metadata: {},
    type,
    name: null,
    id: made.uuid(),
    ...more,
  });
  if (turn.by === 'user') return [message('human', turn.text, { example: false })];
  const calls = callsOf(turn).map((call) => ({ call, id: `call_${made.token(24)}` }));
  const usage = {
    input_tokens: made.number(300, 2000),
    output_tokens: made.number(10, 200),
    total_tokens: 2200,
  };
  const answer = message('ai', turn.text ?? '', {
    additional_kwargs: turn.thought === undefined ? {} : { reasoning_content: turn.thought },
    response_metadata: { model_name: model, finish_reason: calls.length > 0 ? 'tool_calls' : 'stop' },
    example: false,
    tool_calls: calls.map(({ call, id }) => ({
      name: call.tool,
      args: call.arguments,
      id,
      type: 'tool_call',
    })),
    invalid_tool_calls: [],
    usage_metadata: usage,
  });
  const results = calls.map(({ call, id }) =>
    message('tool', toText(call), {
      name: call.tool,
      tool_call_id: id,
      artifact: null,
      status: call.failed === true ? 'error' : 'success',
    }),
  );
  return [answer, ...results];
}

function toText({ result }: Call): string {
  return typeof result === 'string' ? result : pythonJson(result, false);
}
