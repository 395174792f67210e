import type { Conversation } from '../conversations.ts';
import {
  callsOf,
  expectSteps,
  jsonLines,
  make,
  pick,
  plainText,
  type Shape,
  type ShapeFile,
  speakerOf,
} from '../shape.ts';

/** The log of a service: lines of the web server between those of the agent; a call and its result are lines of their own. */
export const pinoAgent: Shape = {
  source: 'an agent service that logs with pino',
  form: 'json',
  files: () => pick('refunds', 'incident', 'analysis', 'travel', 'coding').map(toFile),
};

function toFile(conversation: Conversation): ShapeFile {
  const made = make(conversation);
  const sessionId = made.uuid();
  const records: unknown[] = [];
  const pid = made.number(100, 900);
  const log = (level: number, msg: string, fields: object, name: string = 'agent'): void => {
    records.push({ level, time: made.tick(0.3), pid, hostname: 'agent-7c9d', name, ...fields, msg });
  };
  log(30, 'Server listening at http://0.0.0.0:8080', {}, 'http');
  log(30, 'session opened', { sessionId, model: conversation.model });
  for (const turn of conversation.turns) {
    if (turn.by === 'user') {
      const reqId = `req-${made.number(1, 99)}`;
      log(
        30,
        'incoming request',
        { reqId, req: { method: 'POST', url: `/sessions/${sessionId}/messages`, remoteAddress: '10.0.0.4' } },
        'http',
      );
      log(30, 'user message', { sessionId, text: turn.text });
      log(
        30,
        'request completed',
        { reqId, res: { statusCode: 202 }, responseTime: made.number(2, 30) / 10 },
        'http',
      );
      continue;
    }
    const agent = speakerOf(turn, conversation);
    log(20, 'llm request', { sessionId, agent, promptTokens: made.number(300, 3000) });
    if (turn.thought !== undefined) log(20, 'reasoning', { sessionId, agent, text: turn.thought });
    if (turn.text !== undefined)
      log(30, 'assistant message', {
        sessionId,
        agent,
        text: turn.text,
        usage: { input: 900, output: made.number(10, 200) },
      });
    const calls = callsOf(turn).map((call) => ({ call, callId: `tc_${made.token(10)}` }));
    for (const { call, callId } of calls)
      log(30, 'tool call', { sessionId, agent, callId, tool: call.tool, args: call.arguments });
    for (const { call, callId } of calls) {
      const durationMs = made.number(10, 3000);
      if (call.failed === true)
        log(50, 'tool failed', {
          sessionId,
          callId,
          tool: call.tool,
          durationMs,
          err: {
            type: 'ToolError',
            message: call.result,
            stack: `ToolError: ${plainText(call.result)}\n    at run (/app/dist/tools.js:41:11)`,
          },
        });
      else log(30, 'tool result', { sessionId, callId, tool: call.tool, durationMs, output: call.result });
    }
  }
  log(30, 'session closed', { sessionId, turns: conversation.turns.length });
  return {
    path: `logs/${conversation.id}.log`,
    text: jsonLines(records),
    runs: [expectSteps(conversation.turns, { textApart: true })],
  };
}
