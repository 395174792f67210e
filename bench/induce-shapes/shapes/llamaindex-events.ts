import type { Conversation, Turn } from '../conversations.ts';
import {
  callsOf,
  episodes,
  expectSteps,
  jsonLines,
  make,
  type Made,
  pick,
  resultText,
  type Shape,
  type ShapeFile,
  speakerOf,
} from '../shape.ts';

/** Events as a handler streams them, each wrapped with the name of its class; inputs repeat the messages so far, answers come piece by piece before they come whole. */
export const llamaindexEvents: Shape = {
  source: 'LlamaIndex, events of an AgentWorkflow as its JSON serializer writes them',
  form: 'json',
  files: () => pick('research', 'home', 'travel', 'coding', 'intake').map(toFile),
};

const AGENT_EVENTS = 'llama_index.core.agent.workflow.workflow_events';

function toFile(conversation: Conversation): ShapeFile {
  const made = make(conversation);
  const history: unknown[] = [message('system', conversation.system)];
  const events = episodes(conversation.turns).flatMap((episode) =>
    episode.flatMap((turn) => toEvents(turn, conversation, made, history, turn === episode.at(-1))),
  );
  return {
    path: `events/${conversation.id}.jsonl`,
    text: jsonLines(events),
    runs: [expectSteps(conversation.turns)],
  };
}

function toEvents(
  turn: Turn,
  conversation: Conversation,
  made: Made,
  history: unknown[],
  isLast: boolean,
): unknown[] {
  if (turn.by === 'user') {
    const start = event('AgentWorkflowStartEvent', { user_msg: turn.text, chat_history: [] });
    history.push(message('user', turn.text));
    return [start];
  }
  const current_agent_name = speakerOf(turn, conversation);
  const text = turn.text ?? '';
  const calls = callsOf(turn).map((call) => ({ call, id: `call_${made.token(24)}` }));
  const selections = calls.map(({ call, id }) => ({
    tool_id: id,
    tool_name: call.tool,
    tool_kwargs: call.arguments,
  }));
  const raw = {
    id: `chatcmpl-${made.token(29)}`,
    model: conversation.model,
    object: 'chat.completion.chunk',
  };
  const response = message('assistant', text, selections);
  const before = [...history];
  const results = calls.map(({ call, id }) => ({
    call,
    id,
    message: message('tool', resultText(call), undefined, id),
  }));
  history.push(response, ...results.map((result) => result.message));
  const pieces = text.match(/[\s\S]{1,24}/g) ?? [];
  return [
    event('AgentInput', { input: before, current_agent_name }),
    event('AgentSetup', { input: before, current_agent_name }),
    ...pieces.map((delta, index) =>
      event('AgentStream', {
        delta,
        response: pieces.slice(0, index + 1).join(''),
        current_agent_name,
        tool_calls: [],
        raw,
        thinking_delta: null,
      }),
    ),
    event('AgentOutput', {
      response,
      structured_response: null,
      current_agent_name,
      raw,
      tool_calls: selections,
      retry_messages: [],
    }),
    ...selections.map((selection) => event('ToolCall', selection)),
    ...results.map(({ call, id }) =>
      event('ToolCallResult', {
        tool_name: call.tool,
        tool_kwargs: call.arguments,
        tool_id: id,
        tool_output: {
          blocks: [{ block_type: 'text', text: resultText(call) }],
          tool_name: call.tool,
          raw_input: { args: [], kwargs: call.arguments },
          raw_output: resultText(call),
          is_error: call.failed === true,
        },
        return_direct: false,
      }),
    ),
    ...(isLast
      ? [wrap('workflows.events.StopEvent', { result: { response, tool_calls: [], current_agent_name } })]
      : []),
  ];
}

function message(role: string, text: string, toolCalls: readonly unknown[] = [], answers?: string): unknown {
  return {
    role,
    additional_kwargs: {
      ...(toolCalls.length === 0 ? {} : { tool_calls: toolCalls }),
      ...(answers === undefined ? {} : { tool_call_id: answers }),
    },
    blocks: [{ block_type: 'text', text }],
  };
}

function event(name: string, value: object): unknown {
  return wrap(`${AGENT_EVENTS}.${name}`, value);
}

function wrap(qualifiedName: string, value: object): unknown {
  return { __is_pydantic: true, value, qualified_name: qualifiedName };
}
