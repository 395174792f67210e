import type { JsonValue } from '@tracewright/core';
import type { Call, Conversation } from '../conversations.ts';
import {
  callsOf,
  expectSteps,
  make,
  pick,
  pythonRepr,
  type Shape,
  type ShapeFile,
  speakerOf,
} from '../shape.ts';

/** Lines of time, level, event and fields: values as Python writes them, quoted only where they must be. */
export const structlogConsole: Shape = {
  source: 'an agent that logs with structlog, console renderer without colours',
  form: 'text',
  files: () => pick('incident', 'refunds', 'analysis', 'travel', 'wording').map(toFile),
};

function toFile(conversation: Conversation): ShapeFile {
  const made = make(conversation);
  const session = made.hex(8);
  const lines: string[] = [];
  const log = (level: string, event: string, fields: Readonly<Record<string, JsonValue>>): void => {
    const pairs = Object.entries({ ...fields, session }).toSorted(([a], [b]) => (a < b ? -1 : 1));
    const written = pairs.map(([name, value]) => `${name}=${write(value)}`).join(' ');
    const time = made.time(0.7).replace('Z', '000Z');
    lines.push(`${time} [${level.padEnd(9)}] ${event.padEnd(30)} [agent.loop] ${written}`);
  };
  log('info', 'session_started', {
    model: conversation.model,
    tools: new Set(conversation.turns.flatMap((turn) => callsOf(turn).map(({ tool }) => tool))).size,
  });
  for (const turn of conversation.turns) {
    if (turn.by === 'user') {
      log('info', 'user_message', { text: turn.text });
      continue;
    }
    const agent = speakerOf(turn, conversation);
    log('debug', 'llm_call', {
      agent,
      prompt_tokens: made.number(300, 3000),
      latency_s: made.number(4, 60) / 10,
    });
    if (turn.thought !== undefined) log('debug', 'thought', { agent, text: turn.thought });
    if (turn.text !== undefined) log('info', 'assistant_message', { agent, text: turn.text });
    const calls = callsOf(turn).map((call) => ({ call, call_id: made.hex(6) }));
    for (const { call, call_id } of calls)
      log('info', 'tool_call', { agent, call_id, tool: call.tool, args: call.arguments });
    for (const { call, call_id } of calls)
      if (call.failed === true) log('error', 'tool_error', { call_id, tool: call.tool, error: call.result });
      else
        log('info', 'tool_result', {
          call_id,
          tool: call.tool,
          result: call.result,
          elapsed_ms: made.number(10, 900),
        });
  }
  log('info', 'session_finished', { turns: conversation.turns.length });
  return {
    path: `logs/agent-${conversation.id}.log`,
    text: `${lines.join('\n')}\n`,
    runs: [expectSteps(conversation.turns, { textApart: true, result: toText })],
  };
}

function write(value: JsonValue): string {
  if (typeof value === 'string') return value === '' || /[\s="']/.test(value) ? pythonRepr(value) : value;
  return pythonRepr(value);
}

function toText({ result }: Call): string {
  return typeof result === 'string' ? result : pythonRepr(result);
}
