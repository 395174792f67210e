/** Lines of a log by the labels that they have: those of errors lie apart, each list begins with the newest, and a line is a text of JSON. */
import { expectSteps, given, json, oneEach, resultText, speakerOf, tell, toolNames } from '../blind-2/kit.ts';

interface Line {
  readonly level: 'info' | 'debug' | 'error';
  readonly nanoseconds: string;
  readonly text: string;
}

export const lokiStreams = oneEach(
  'Grafana Loki, answer of query_range with the JSON lines of an agent (zap)',
  'json',
  ['incident', 'cluster', 'letters', 'home', 'bakery'],
  (conversation, made) => {
    const run = made.hex(12);
    const line = (level: Line['level'], msg: string, more: object): Line => {
      const at = made.tick();
      const entry = { level, ts: at / 1000, caller: 'agent/loop.go:88', msg, run, ...more };
      return { level, nanoseconds: `${at}${made.token(6, '0123456789')}`, text: JSON.stringify(entry) };
    };
    const lines = [
      line('debug', 'session opened', { agent: conversation.agent, tools: toolNames(conversation).length }),
      ...tell(
        conversation.turns,
        () => made.hex(8),
        (text) => [line('info', 'user message', { text })],
        (turn, calls) => [
          line('debug', 'completion', { model: conversation.model, took_ms: made.number(300, 9000) }),
          ...given(turn.text, (text) =>
            line('info', 'agent message', { agent: speakerOf(turn, conversation), text }),
          ),
          ...calls.map(({ call, id }) =>
            line('info', 'tool call', {
              agent: speakerOf(turn, conversation),
              call: id,
              tool: call.tool,
              args: call.arguments,
            }),
          ),
          ...calls.map(({ call, id }) =>
            call.failed === true
              ? line('error', 'tool failed', { call: id, tool: call.tool, error: resultText(call) })
              : line('info', 'tool result', { call: id, tool: call.tool, output: resultText(call) }),
          ),
        ],
      ),
      line('debug', 'session closed', { reason: 'idle' }),
    ];
    const result = (['debug', 'error', 'info'] as const)
      .map((level) => ({
        stream: {
          app: 'agent',
          container: 'agent',
          level,
          namespace: 'desk',
          pod: `agent-${run.slice(0, 5)}`,
        },
        values: lines
          .filter((item) => item.level === level)
          .map(({ nanoseconds, text }) => [nanoseconds, text])
          .toReversed(),
      }))
      .filter(({ values }) => values.length > 0);
    return {
      path: `loki-${conversation.id}.json`,
      text: json({
        status: 'success',
        data: {
          resultType: 'streams',
          result,
          stats: {
            summary: {
              bytesProcessedPerSecond: 1_203_441,
              totalLinesProcessed: lines.length,
              execTime: 0.013,
            },
          },
        },
      }),
      runs: [expectSteps(conversation.turns, { textApart: true })],
    };
  },
);
