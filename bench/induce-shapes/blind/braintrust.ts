import type { Conversation } from '../conversations.ts';
import { expectSteps, firstEpisode, jsonLines, make, resultText, type Shape } from '../shape.ts';
import { severalEach, thoughtOf, toolNames, withIds } from './write.ts';

/** A line a span: the root, what the model read and answered, and tools; traces follow each other in a file. */
export const braintrustSpans: Shape = severalEach(
  'Braintrust, exported logs of a project (JSONL)',
  'json',
  [['press', 'research'], ['greenhouse'], ['coding', 'intake'], ['letters'], ['analysis', 'home']],
  (conversations, index) => ({
    path: `logs/project-logs-${index + 1}.jsonl`,
    text: jsonLines(conversations.flatMap(toSpans)),
    runs: conversations.map((conversation) => expectSteps(firstEpisode(conversation))),
  }),
);

function toSpans(conversation: Conversation): unknown[] {
  const made = make(conversation);
  const turns = firstEpisode(conversation);
  const root = made.uuid();
  const project = made.uuid();
  const span = (name: string, type: string, input: unknown, output: unknown, more: object = {}): object => {
    const spanId = made.uuid();
    const start = made.tick() / 1000;
    return {
      id: made.uuid(),
      _xact_id: `1000195${made.token(12, '0123456789')}`,
      created: made.time(0),
      project_id: project,
      log_id: 'g',
      span_id: spanId,
      root_span_id: root,
      span_parents: [root],
      is_root: false,
      span_attributes: { name, type },
      input,
      output,
      expected: null,
      error: null,
      scores: null,
      metadata: {},
      metrics: { start, end: made.tick() / 1000 },
      tags: null,
      context: {
        caller_functionname: 'run',
        caller_filename: '/app/agent.py',
        caller_lineno: made.number(20, 90),
      },
      ...more,
    };
  };
  const first = made.tick();
  const messages: unknown[] = [{ role: 'system', content: conversation.system }];
  const below = turns.flatMap((turn) => {
    if (turn.by === 'user') {
      messages.push({ role: 'user', content: turn.text });
      return [];
    }
    const calls = withIds(turn, () => `call_${made.token(24)}`);
    const message = {
      role: 'assistant',
      content: turn.text ?? null,
      reasoning: thoughtOf(turn) === undefined ? null : [{ content: thoughtOf(turn) }],
      tool_calls: calls.map(({ call, id }) => ({
        id,
        type: 'function',
        function: { name: call.tool, arguments: JSON.stringify(call.arguments) },
      })),
    };
    const output = [
      { index: 0, finish_reason: calls.length > 0 ? 'tool_calls' : 'stop', logprobs: null, message },
    ];
    const metadata = { model: conversation.model, temperature: 0, tools: toolNames(conversation) };
    const asked = span('Chat Completion', 'llm', [...messages], output, { metadata });
    messages.push(message);
    const ran = calls.map(({ call, id }) => {
      messages.push({ role: 'tool', tool_call_id: id, content: resultText(call) });
      const isError = call.failed === true;
      return span(
        call.tool,
        'tool',
        call.arguments,
        isError ? null : call.result,
        isError ? { error: call.result } : {},
      );
    });
    return [asked, ...ran];
  });
  const top = {
    span_id: root,
    span_parents: null,
    is_root: true,
    created: new Date(first).toISOString(),
    metrics: { start: first / 1000, end: made.tick() / 1000 },
    tags: ['nightly'],
  };
  return [span('agent', 'task', turns[0]?.text ?? '', turns.at(-1)?.text ?? '', top), ...below];
}
