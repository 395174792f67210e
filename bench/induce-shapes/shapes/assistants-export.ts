import type { Conversation, Turn } from '../conversations.ts';
import {
  callsOf,
  episodes,
  expectSteps,
  json,
  make,
  type Made,
  pick,
  resultText,
  type Shape,
  type ShapeFile,
} from '../shape.ts';

/** A thread with its messages and the runs with their steps, all as the API lists them: newest first. Thoughts are not kept. */
export const assistantsExport: Shape = {
  source: 'OpenAI Assistants API, thread, messages, runs and run steps',
  form: 'json',
  files: () => pick('refunds', 'travel', 'analysis', 'wording', 'coding').map(toFile),
};

function toFile(conversation: Conversation): ShapeFile {
  const made = make(conversation);
  const thread = `thread_${made.token(24)}`;
  const messages: unknown[] = [];
  const createdAt = Math.floor(made.tick() / 1000);
  const runs = episodes(conversation.turns).map((episode) => {
    const runId = `run_${made.token(24)}`;
    const steps = episode.flatMap((turn) => toSteps(turn, made, thread, runId, messages));
    return {
      id: runId,
      object: 'thread.run',
      created_at: Math.floor(made.tick(0) / 1000),
      assistant_id: 'asst_9vQ2mJd7Xk0LrTzYp5WnBc3E',
      thread_id: thread,
      status: 'completed',
      required_action: null,
      last_error: null,
      model: conversation.model,
      instructions: conversation.system,
      tools: [],
      metadata: {},
      usage: {
        prompt_tokens: made.number(900, 4000),
        completion_tokens: made.number(40, 400),
        total_tokens: 4400,
      },
      steps: list(steps),
    };
  });
  const text = json({
    thread: {
      id: thread,
      object: 'thread',
      created_at: createdAt,
      metadata: { title: conversation.title },
      tool_resources: {},
    },
    messages: list(messages),
    runs: list(runs),
  });
  return {
    path: `threads/${thread}.json`,
    text,
    runs: [expectSteps(conversation.turns, { textApart: true })],
  };
}

function list(data: readonly unknown[]): unknown {
  return { object: 'list', data: data.toReversed(), has_more: false };
}

function toSteps(turn: Turn, made: Made, thread: string, run: string, messages: unknown[]): unknown[] {
  const message = (role: string, value: string): string => {
    const id = `msg_${made.token(24)}`;
    messages.push({
      id,
      object: 'thread.message',
      created_at: Math.floor(made.tick(2) / 1000),
      assistant_id: role === 'user' ? null : 'asst_9vQ2mJd7Xk0LrTzYp5WnBc3E',
      thread_id: thread,
      run_id: role === 'user' ? null : run,
      role,
      content: [{ type: 'text', text: { value, annotations: [] } }],
      attachments: [],
      metadata: {},
    });
    return id;
  };
  if (turn.by === 'user') {
    message('user', turn.text);
    return [];
  }
  const step = (type: string, details: object): unknown => ({
    id: `step_${made.token(24)}`,
    object: 'thread.run.step',
    created_at: Math.floor(made.tick(2) / 1000),
    run_id: run,
    thread_id: thread,
    type,
    status: 'completed',
    cancelled_at: null,
    failed_at: null,
    last_error: null,
    step_details: { type, ...details },
    usage: {
      prompt_tokens: made.number(300, 2000),
      completion_tokens: made.number(10, 200),
      total_tokens: 2200,
    },
  });
  const steps: unknown[] = [];
  if (turn.text !== undefined)
    steps.push(
      step('message_creation', { message_creation: { message_id: message('assistant', turn.text) } }),
    );
  const calls = callsOf(turn).map((call) => ({
    id: `call_${made.token(24)}`,
    type: 'function',
    function: { name: call.tool, arguments: JSON.stringify(call.arguments), output: resultText(call) },
  }));
  if (calls.length > 0) steps.push(step('tool_calls', { tool_calls: calls }));
  return steps;
}
