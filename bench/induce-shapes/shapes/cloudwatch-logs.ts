import type { Conversation } from '../conversations.ts';
import { callsOf, episodes, expectSteps, json, make, pick, type Shape, type ShapeFile } from '../shape.ts';

/** Each event holds one line as text: objects of the function's logger among lines of the runtime that are no JSON. */
export const cloudwatchLogs: Shape = {
  source: 'AWS CloudWatch, get-log-events of a Lambda function that logs with Powertools',
  form: 'json',
  files: () => pick('intake', 'home', 'refunds', 'travel', 'incident').map(toFile),
};

function toFile(conversation: Conversation): ShapeFile {
  const made = make(conversation);
  const session_id = made.uuid();
  const events: unknown[] = [];
  const put = (message: string): void => {
    const timestamp = made.tick(0.3);
    events.push({ timestamp, message: `${message}\n`, ingestionTime: timestamp + made.number(20, 900) });
  };
  put(
    'INIT_START Runtime Version: python:3.12.v38\tRuntime Version ARN: arn:aws:lambda:eu-north-1::runtime:7a',
  );
  for (const [index, episode] of episodes(conversation.turns).entries()) {
    const requestId = made.uuid();
    const xray_trace_id = `1-${made.hex(8)}-${made.hex(24)}`;
    const log = (level: string, location: string, message: string, fields: object): void =>
      put(
        JSON.stringify({
          level,
          location,
          message,
          timestamp: made.time(0).replace('T', ' ').replace('Z', '+0000').replace('.', ','),
          service: conversation.agent,
          cold_start: index === 0,
          function_name: `${conversation.agent}-prod`,
          function_memory_size: '1024',
          function_request_id: requestId,
          session_id,
          ...fields,
          xray_trace_id,
        }),
      );
    put(`START RequestId: ${requestId} Version: $LATEST`);
    for (const turn of episode) {
      if (turn.by === 'user') {
        log('INFO', 'handler:31', 'Incoming message', { body: turn.text, channel: 'web' });
        continue;
      }
      log('DEBUG', 'invoke_model:58', 'Model invoked', {
        model_id: conversation.model,
        usage: { input_tokens: made.number(400, 3000), output_tokens: made.number(10, 300) },
      });
      if (turn.thought !== undefined)
        log('DEBUG', 'invoke_model:66', 'Model reasoning', { reasoning: turn.thought });
      if (turn.text !== undefined)
        log('INFO', 'reply:102', 'Outgoing message', { body: turn.text, channel: 'web' });
      const calls = callsOf(turn).map((call) => ({ call, tool_use_id: `tooluse_${made.token(22)}` }));
      for (const { call, tool_use_id } of calls)
        log('INFO', 'run_tool:77', 'Tool requested', {
          tool_name: call.tool,
          tool_use_id,
          input: call.arguments,
        });
      for (const { call, tool_use_id } of calls)
        if (call.failed === true)
          log('ERROR', 'run_tool:91', 'Tool failed', {
            tool_name: call.tool,
            tool_use_id,
            error: call.result,
          });
        else
          log('INFO', 'run_tool:85', 'Tool succeeded', {
            tool_name: call.tool,
            tool_use_id,
            output: call.result,
            duration_ms: made.number(4, 900),
          });
    }
    put(`END RequestId: ${requestId}`);
    put(
      `REPORT RequestId: ${requestId}\tDuration: ${made.number(900, 9000)}.41 ms\tBilled Duration: 9001 ms\tMemory Size: 1024 MB\tMax Memory Used: ${made.number(90, 200)} MB\t`,
    );
  }
  return {
    path: `logs/${conversation.id}-stream.json`,
    text: json(
      {
        events,
        nextForwardToken: `f/${made.number(1, 9)}${made.hex(40)}/s`,
        nextBackwardToken: `b/${made.hex(40)}/s`,
      },
      4,
    ),
    runs: [expectSteps(conversation.turns, { textApart: true })],
  };
}
