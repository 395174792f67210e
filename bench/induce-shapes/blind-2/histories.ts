/** What libraries for agents remember of a conversation. */
import { expectSteps, given, oneEach, pythonLines, speakerOf, tell, usage } from './kit.ts';

/** Requests and responses of parts; what tools return is part of the next request, and what they raise is a prompt to try again. */
export const pydanticAiHistory = oneEach(
  'Pydantic AI, all_messages_json() of a run',
  'json',
  ['intake', 'coding', 'library', 'greenhouse', 'travel'],
  (conversation, made) => {
    const request = (parts: readonly object[]): object => ({ parts, instructions: null, kind: 'request' });
    let isFirst = true;
    const messages = tell(
      conversation.turns,
      () => `call_${made.token(24)}`,
      (content) => {
        const timestamp = made.time();
        const system = {
          content: conversation.system,
          timestamp,
          dynamic_ref: null,
          part_kind: 'system-prompt',
        };
        const parts = [...(isFirst ? [system] : []), { content, timestamp, part_kind: 'user-prompt' }];
        isFirst = false;
        return [request(parts)];
      },
      (turn, calls) => {
        const { input_tokens, output_tokens } = usage(made);
        const response = {
          parts: [
            ...given(turn.thought, (content) => ({
              content,
              id: null,
              signature: made.token(32),
              provider_name: 'anthropic',
              part_kind: 'thinking',
            })),
            ...given(turn.text, (content) => ({ content, id: null, part_kind: 'text' })),
            ...calls.map(({ call, id }) => ({
              tool_name: call.tool,
              args: call.arguments,
              tool_call_id: id,
              id: null,
              part_kind: 'tool-call',
            })),
          ],
          usage: {
            input_tokens,
            cache_write_tokens: 0,
            cache_read_tokens: 0,
            output_tokens,
            details: { input_tokens, output_tokens },
          },
          model_name: conversation.model,
          timestamp: made.time(),
          kind: 'response',
          provider_name: 'anthropic',
          provider_details: { finish_reason: calls.length > 0 ? 'tool_use' : 'end_turn' },
          provider_response_id: `msg_${made.token(24)}`,
          finish_reason: calls.length > 0 ? 'tool_call' : 'stop',
        };
        const returns = calls.map(({ call, id }) => ({
          tool_name: call.tool,
          content: call.result,
          tool_call_id: id,
          ...(call.failed === true ? {} : { metadata: null }),
          timestamp: made.time(),
          part_kind: call.failed === true ? 'retry-prompt' : 'tool-return',
        }));
        return [response, ...(returns.length === 0 ? [] : [request(returns)])];
      },
    );
    return {
      path: `histories/${conversation.id}.json`,
      text: JSON.stringify(messages),
      runs: [expectSteps(conversation.turns)],
    };
  },
);

/** A line a record; a call and what it brings are two records of the same class; what is said beside calls isn't kept, enumerations are objects. */
export const camelMemory = oneEach(
  'CAMEL, memory of an agent in JsonStorage',
  'json',
  ['library', 'press', 'home', 'research', 'analysis'],
  (conversation, made) => {
    const agentId = made.uuid();
    const record = (
      className: string,
      role: string,
      roleName: string,
      content: string,
      more = {},
    ): object => ({
      uuid: made.uuid(),
      message: {
        __class__: className,
        role_name: roleName,
        role_type: { __enum__: role === 'user' ? 'RoleType.USER' : 'RoleType.ASSISTANT' },
        meta_dict: null,
        content,
        video_bytes: null,
        image_list: null,
        image_detail: 'auto',
        video_detail: 'low',
        parsed: null,
        ...more,
      },
      role_at_backend: role,
      extra_info: {},
      timestamp: made.tick() / 1000,
      agent_id: agentId,
    });
    const records = [
      record('BaseMessage', 'system', conversation.agent, conversation.system),
      ...tell(
        conversation.turns,
        () => `call_${made.token(24)}`,
        (text) => [record('BaseMessage', 'user', 'User', text)],
        (turn, calls) => {
          const name = speakerOf(turn, conversation);
          if (calls.length === 0) return [record('BaseMessage', 'assistant', name, turn.text ?? '')];
          return calls.flatMap(({ call, id }) => {
            const called = { func_name: call.tool, tool_call_id: id };
            return [
              record('FunctionCallingMessage', 'assistant', name, '', {
                ...called,
                args: call.arguments,
                result: null,
              }),
              record('FunctionCallingMessage', 'function', name, '', {
                ...called,
                args: null,
                result: call.result,
              }),
            ];
          });
        },
      ),
    ];
    return {
      path: `${conversation.id}/chat_history.json`,
      text: pythonLines(records),
      runs: [expectSteps(conversation.turns)],
    };
  },
);
