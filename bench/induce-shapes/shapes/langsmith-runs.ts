import type { Call, Conversation, Turn } from '../conversations.ts';
import {
  callsOf,
  episodes,
  expectSteps,
  jsonLines,
  make,
  type Made,
  pick,
  pythonJson,
  pythonRepr,
  type Shape,
  type ShapeFile,
} from '../shape.ts';

/** One line a run, newest first: a trace for each message of the user; model runs repeat the messages so far in serialized form. */
export const langsmithRuns: Shape = {
  source: 'LangSmith, exported runs of a project',
  form: 'json',
  files: () => pick('refunds', 'analysis', 'travel', 'coding', 'wording').map(toFile),
};

function toFile(conversation: Conversation): ShapeFile {
  const made = make(conversation);
  const session = made.uuid();
  const messages: unknown[] = [serialize('SystemMessage', { content: conversation.system, type: 'system' })];
  const runs = episodes(conversation.turns).flatMap((episode) =>
    toTrace(episode, conversation, made, session, messages),
  );
  return {
    path: `exports/${conversation.id}-runs.jsonl`,
    text: jsonLines(runs.toReversed()),
    runs: [expectSteps(conversation.turns, { result: toText })],
  };
}

function toTrace(
  episode: readonly Turn[],
  conversation: Conversation,
  made: Made,
  session: string,
  messages: unknown[],
): unknown[] {
  const traceId = made.uuid();
  const dotted = (id: string): string => `${made.time(0).replaceAll(/[-:.]/g, '').replace('Z', '000Z')}${id}`;
  const rootOrder = dotted(traceId);
  const run = (
    name: string,
    type: string,
    inputs: unknown,
    outputs: unknown,
    error: string | null,
    seconds: number,
  ): unknown => {
    const id = type === 'chain' ? traceId : made.uuid();
    const start = made.time(0.01).replace('Z', '000');
    const order = type === 'chain' ? rootOrder : `${rootOrder}.${dotted(id)}`;
    return {
      id,
      name,
      run_type: type,
      start_time: start,
      end_time: made.time(seconds).replace('Z', '000'),
      extra: {
        metadata: { session_id: session, ls_method: 'traceable', revision_id: 'a41' },
        runtime: { sdk: 'langsmith-py', library: 'langsmith' },
      },
      error,
      serialized: null,
      events: [],
      inputs,
      outputs,
      reference_example_id: null,
      parent_run_id: type === 'chain' ? null : traceId,
      tags: ['production'],
      session_id: session,
      trace_id: traceId,
      dotted_order: order,
      status: error === null ? 'success' : 'error',
      total_tokens: type === 'llm' ? made.number(400, 3000) : 0,
      child_run_ids: null,
      feedback_stats: {},
    };
  };
  const [first] = episode;
  const last = episode.at(-1);
  const root = run(
    'AgentExecutor',
    'chain',
    { input: first?.text ?? '' },
    { output: last?.text ?? '' },
    null,
    0,
  );
  const children = episode.flatMap((turn): unknown[] => {
    if (turn.by === 'user') {
      messages.push(serialize('HumanMessage', { content: turn.text, type: 'human' }));
      return [];
    }
    const calls = callsOf(turn).map((call) => ({ call, id: `call_${made.token(24)}` }));
    const message = serialize('AIMessage', {
      content: turn.text ?? '',
      additional_kwargs: turn.thought === undefined ? {} : { reasoning_content: turn.thought },
      response_metadata: {
        finish_reason: calls.length > 0 ? 'tool_calls' : 'stop',
        model_name: conversation.model,
      },
      type: 'ai',
      id: `run-${made.uuid()}`,
      tool_calls: calls.map(({ call, id }) => ({
        name: call.tool,
        args: call.arguments,
        id,
        type: 'tool_call',
      })),
      invalid_tool_calls: [],
      usage_metadata: {
        input_tokens: made.number(300, 2000),
        output_tokens: made.number(10, 200),
        total_tokens: 2200,
      },
    });
    const generation = {
      text: turn.text ?? '',
      generation_info: { finish_reason: 'stop' },
      type: 'ChatGeneration',
      message,
    };
    const model = run(
      'ChatOpenAI',
      'llm',
      { messages: [[...messages]] },
      {
        generations: [[generation]],
        llm_output: { model_name: conversation.model },
        run: null,
        type: 'LLMResult',
      },
      null,
      1.4,
    );
    const tools = calls.map(({ call, id }) => {
      const output = {
        content: toText(call),
        additional_kwargs: {},
        type: 'tool',
        name: call.tool,
        tool_call_id: id,
        status: call.failed === true ? 'error' : 'success',
      };
      return run(call.tool, 'tool', { input: pythonRepr(call.arguments) }, { output }, null, 0.6);
    });
    messages.push(
      message,
      ...calls.map(({ call, id }) =>
        serialize('ToolMessage', { content: toText(call), type: 'tool', name: call.tool, tool_call_id: id }),
      ),
    );
    return [model, ...tools];
  });
  return [root, ...children];
}

function serialize(kind: string, kwargs: object): unknown {
  return { lc: 1, type: 'constructor', id: ['langchain', 'schema', 'messages', kind], kwargs };
}

function toText({ result }: Call): string {
  return typeof result === 'string' ? result : pythonJson(result, false);
}
