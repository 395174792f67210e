/** Agents that write code: a stream whose calls are named by a key, and a trajectory that tells all twice. */
import {
  type Call,
  type CallWithId,
  expectSteps,
  firstEpisode,
  given,
  json,
  jsonLines,
  oneEach,
  resultText,
  tell,
  toolNames,
  usage,
} from '../blind-2/kit.ts';

/** A call is told when it starts and when it ends; its only member names it, and what came of it is named by how it went. */
export const cursorAgentStream = oneEach(
  'Cursor CLI, cursor-agent -p --output-format stream-json',
  'json',
  ['coding', 'press', 'cluster', 'museum', 'analysis'],
  (conversation, made) => {
    const session_id = made.uuid();
    const model_call_id = made.uuid();
    const event = (type: string, more: object): object => ({ type, ...more, session_id });
    const message = (role: string, text: string): object => ({
      message: { role, content: [{ type: 'text', text }] },
    });
    const called = (subtype: string, { call, id }: CallWithId, more: object): object =>
      event('tool_call', {
        subtype,
        call_id: id,
        tool_call: { [toCursorTool(call)]: { args: call.arguments, ...more } },
        model_call_id,
        timestamp_ms: made.tick(),
      });
    const turns = firstEpisode(conversation);
    const init = event('system', {
      subtype: 'init',
      apiKeySource: 'login',
      cwd: '/workspace/billing',
      model: conversation.model,
      permissionMode: 'default',
    });
    const events = tell(
      turns,
      () => `toolu_${made.token(24)}`,
      (text) => [event('user', message('user', text))],
      (turn, calls) => [
        ...given(turn.thought, (text) => [
          ...(text.match(/[^]{1,30}/gu) ?? []).map((piece) =>
            event('thinking', { subtype: 'delta', text: piece, timestamp_ms: made.tick(0.1) }),
          ),
          event('thinking', { subtype: 'completed', timestamp_ms: made.tick(0.1) }),
        ]).flat(),
        ...given(turn.text, (text) =>
          event('assistant', { ...message('assistant', text), timestamp_ms: made.tick() }),
        ),
        ...calls.map((call) => called('started', call, {})),
        ...calls.map((call) => called('completed', call, { result: toCursorResult(call.call) })),
      ],
    );
    const result = event('result', {
      subtype: 'success',
      duration_ms: made.number(9000, 90_000),
      duration_api_ms: made.number(5000, 9000),
      is_error: false,
      result: turns.at(-1)?.text ?? '',
      request_id: made.uuid(),
    });
    return {
      path: `runs/${conversation.id}.jsonl`,
      text: jsonLines([init, ...events, result]),
      runs: [expectSteps(turns, { textApart: true, toolOf: toCursorTool })],
    };
  },
);

function toCursorTool({ tool }: Call): string {
  const name =
    tool === 'bash' ? 'shell' : tool.replaceAll(/_(.)/g, (_, letter: string) => letter.toUpperCase());
  return `${name}ToolCall`;
}

function toCursorResult(call: Call): object {
  const text = resultText(call);
  if (call.failed === true) return { error: { error: text } };
  return {
    success: {
      content: text,
      isEmpty: text === '',
      exceededLimit: false,
      totalLines: text.split('\n').length,
    },
  };
}

/** The talk with the model and the steps of the agent, each with the calls and what came of them. */
export const traeTrajectory = oneEach(
  'Trae Agent, trajectory file',
  'json',
  ['coding', 'press', 'incident', 'analysis', 'greenhouse'],
  (conversation, made) => {
    const turns = firstEpisode(conversation);
    const task = turns[0]?.text ?? '';
    const toCall = ({ call, id }: CallWithId): object => ({
      call_id: id,
      name: call.tool,
      arguments: call.arguments,
      id: null,
    });
    const toResult = ({ call, id }: CallWithId): object => ({
      call_id: id,
      success: call.failed !== true,
      result: call.failed === true ? '' : resultText(call),
      error: call.failed === true ? resultText(call) : null,
      id: null,
    });
    let messages: object[] = [
      { role: 'system', content: conversation.system },
      { role: 'user', content: `[Project root path]:\n/workspace\n\n[Problem statement]:\n${task}` },
    ];
    const told = tell(
      turns,
      () => `call_${made.token(22)}`,
      () => [],
      (turn, calls) => {
        const { input_tokens, output_tokens } = usage(made);
        const tool_calls = calls.length === 0 ? null : calls.map(toCall);
        const answer = {
          content: turn.text ?? turn.thought ?? '',
          model: conversation.model,
          finish_reason: calls.length === 0 ? 'end_turn' : 'tool_use',
          usage: { input_tokens, output_tokens, cache_read_input_tokens: 0, reasoning_tokens: null },
          tool_calls,
        };
        const sent = messages;
        const results = calls.map(toResult);
        messages = results.map((result) => ({ role: 'user', content: null, tool_result: result }));
        const timestamp = made.time().replace('Z', '482');
        return [
          {
            interaction: {
              timestamp,
              provider: 'anthropic',
              model: conversation.model,
              input_messages: sent,
              response: answer,
              tools_available: toolNames(conversation),
            },
            step: {
              timestamp,
              state: calls.length === 0 ? 'completed' : 'calling_tool',
              llm_messages: sent,
              llm_response: answer,
              tool_calls,
              tool_results: calls.length === 0 ? null : results,
              reflection: null,
              error: null,
            },
          },
        ];
      },
    );
    return {
      path: `trajectories/trajectory_${conversation.startedAt.slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '_')}.json`,
      text: json({
        task,
        start_time: conversation.startedAt.replace('Z', '000'),
        end_time: made.time().replace('Z', '113'),
        provider: 'anthropic',
        model: conversation.model,
        max_steps: 200,
        llm_interactions: told.map(({ interaction }) => interaction),
        agent_steps: told.map(({ step }, index) => ({ step_number: index + 1, ...step })),
        success: true,
        final_result: turns.at(-1)?.text ?? '',
        execution_time: made.number(20_000, 200_000) / 1000,
      }),
      runs: [expectSteps(turns)],
    };
  },
);
