/** A session of traces; in each of them an agent, and in that the spans of its model and its tools. */
import {
  type Conversation,
  episodes,
  expectSteps,
  json,
  type Made,
  oneEach,
  resultText,
  saidBy,
  tell,
  type Turn,
  usage,
} from '../blind-2/kit.ts';

export const galileoTraces = oneEach(
  'Galileo, exported session with its traces',
  'json',
  ['refunds', 'library', 'coding', 'greenhouse', 'intake'],
  (conversation, made) => {
    const sessionId = made.uuid();
    const history: object[] = [toMessage('system', conversation.system)];
    const traces = episodes(conversation.turns).map((episode) =>
      toTrace(episode, conversation, made, sessionId, history),
    );
    return {
      path: `sessions/${sessionId}.json`,
      text: json({
        type: 'session',
        id: sessionId,
        name: conversation.title,
        created_at: conversation.startedAt.replace('Z', '000+00:00'),
        external_id: null,
        traces,
      }),
      runs: [expectSteps(conversation.turns)],
    };
  },
);

function toMessage(role: string, content: string, more: object = {}): object {
  return { content, role, tool_call_id: null, tool_calls: null, ...more };
}

function toTrace(
  episode: readonly Turn[],
  conversation: Conversation,
  made: Made,
  sessionId: string,
  history: object[],
): object {
  const asked = episode[0]?.text ?? '';
  const answered = episode.at(-1)?.text ?? '';
  const traceId = made.uuid();
  const record = (type: string, name: string, input: unknown, output: unknown, more: object): object => ({
    type,
    input,
    output,
    name,
    created_at: made.time().replace('Z', '000+00:00'),
    user_metadata: {},
    tags: [],
    status_code: 200,
    metrics: { duration_ns: made.number(10_000_000, 4_000_000_000) },
    trace_id: traceId,
    session_id: sessionId,
    ...more,
  });
  const spans = tell(
    episode,
    () => `call_${made.token(24)}`,
    (text) => {
      history.push(toMessage('user', text));
      return [];
    },
    (turn, calls) => {
      const answer = toMessage('assistant', saidBy(turn), {
        tool_calls:
          calls.length === 0
            ? null
            : calls.map(({ call, id }) => ({
                id,
                function: { name: call.tool, arguments: JSON.stringify(call.arguments) },
              })),
      });
      const { input_tokens, output_tokens, total_tokens } = usage(made);
      const sent = [...history];
      history.push(answer);
      for (const { call, id } of calls)
        history.push(toMessage('tool', resultText(call), { tool_call_id: id }));
      return [
        record('llm', 'ChatCompletion', sent, answer, {
          model: conversation.model,
          temperature: 0.2,
          finish_reason: calls.length === 0 ? 'stop' : 'tool_calls',
          metrics: {
            duration_ns: made.number(200_000_000, 4_000_000_000),
            num_input_tokens: input_tokens,
            num_output_tokens: output_tokens,
            num_total_tokens: total_tokens,
          },
        }),
        ...calls.map(({ call, id }) =>
          record('tool', call.tool, JSON.stringify(call.arguments), resultText(call), {
            tool_call_id: id,
            ...(call.failed === true ? { status_code: 500 } : {}),
          }),
        ),
      ];
    },
  );
  const agent = record('agent', conversation.agent, asked, answered, { agent_type: 'default', spans });
  return record('trace', 'chat', asked, answered, { id: traceId, spans: [agent] });
}
