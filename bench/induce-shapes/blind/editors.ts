/** What coding agents in editors and terminals keep of a conversation. */
import type { Turn } from '../conversations.ts';
import { callsOf, expectSteps, json, type Made, resultText, type Shape } from '../shape.ts';
import { given, oneCallEach, oneEach, toolNames, untilSaid, usage, withIds } from './write.ts';

/** Messages and their parts are objects of one member that names their kind; results stand in a map beside the parts. */
export const zedThread: Shape = oneEach(
  'Zed, agent thread as its database holds it',
  'json',
  ['coding', 'press', 'library', 'incident', 'wording'],
  (conversation, made) => ({
    path: `threads/${made.uuid()}.json`,
    text: json({
      title: conversation.title,
      messages: conversation.turns.map((turn) => toZedMessage(turn, made)),
      updated_at: made.time(),
      detailed_summary: null,
      initial_project_snapshot: {
        worktree_snapshots: [
          {
            worktree_path: '/workspace/billing',
            git_state: { remote_url: null, head_sha: made.hex(40), diff: null },
          },
        ],
        timestamp: conversation.startedAt,
      },
      cumulative_token_usage: usage(made),
      request_token_usage: {},
      model: { provider: 'zed.dev', model: conversation.model },
      profile: 'write',
      imported: false,
      version: '0.3.0',
    }),
    runs: [expectSteps(conversation.turns)],
  }),
);

function toZedMessage(turn: Turn, made: Made): unknown {
  if (turn.by === 'user') return { User: { id: made.uuid(), content: [{ Text: turn.text }] } };
  const calls = withIds(turn, () => `toolu_${made.token(24)}`);
  const results = calls.map(({ call, id }) => [
    id,
    {
      tool_use_id: id,
      tool_name: call.tool,
      is_error: call.failed === true,
      content: { Text: resultText(call) },
      output: call.failed === true ? null : call.result,
    },
  ]);
  return {
    Agent: {
      content: [
        ...given(turn.thought, (text) => ({ Thinking: { text, signature: made.token(40) } })),
        ...given(turn.text, (text) => ({ Text: text })),
        ...calls.map(({ call, id }) => ({
          ToolUse: {
            id,
            name: call.tool,
            raw_input: JSON.stringify(call.arguments),
            input: call.arguments,
            is_input_complete: true,
            thought_signature: null,
          },
        })),
      ],
      tool_results: Object.fromEntries(results) as unknown,
      reasoning_details: null,
    },
  };
}

/** Pairs of what the model got and what it answered; results are the next thing that it gets. */
export const amazonQ: Shape = oneEach(
  'Amazon Q Developer CLI / Kiro CLI, /save of a conversation',
  'json',
  ['coding', 'greenhouse', 'intake', 'press', 'refunds'],
  (conversation, made) => {
    const turns = untilSaid(conversation.turns);
    const transcript: string[] = [];
    const history: unknown[] = [];
    let got: unknown = null;
    for (const turn of turns) {
      if (turn.by === 'user') {
        transcript.push(`> ${turn.text.replaceAll('\n', '> \n')}`);
        got = { Prompt: { prompt: turn.text } };
        continue;
      }
      const calls = withIds(turn, () => `tooluse_${made.token(22)}`);
      const message = { message_id: made.uuid(), content: turn.text ?? '' };
      transcript.push(
        `${turn.text ?? ''}\n[Tool uses: ${callsOf(turn)
          .map(({ tool }) => tool)
          .join(',')}]`,
      );
      const uses = calls.map(({ call, id }) => ({
        id,
        name: call.tool,
        orig_name: call.tool,
        args: call.arguments,
        orig_args: call.arguments,
      }));
      history.push({
        user: {
          additional_context: '',
          env_context: {
            env_state: {
              operating_system: 'linux',
              current_working_directory: '/workspace',
              environment_variables: [],
            },
          },
          content: got,
          timestamp: made.time(),
          images: null,
        },
        assistant: calls.length === 0 ? { Response: message } : { ToolUse: { ...message, tool_uses: uses } },
        request_metadata: {
          request_id: made.uuid(),
          message_id: message.message_id,
          request_start_timestamp_ms: made.tick(),
          stream_end_timestamp_ms: made.tick(),
          time_to_first_chunk: { secs: 1, nanos: made.number(1, 999_999_999) },
          user_prompt_length: made.number(0, 200),
          response_size: made.number(50, 900),
          chat_conversation_type: calls.length === 0 ? 'NotToolUse' : 'ToolUse',
          tool_use_ids_and_names: calls.map(({ call, id }) => [id, call.tool]),
          model_id: conversation.model,
        },
      });
      const results = calls.map(({ call, id }) => ({
        tool_use_id: id,
        content: [typeof call.result === 'string' ? { Text: call.result } : { Json: call.result }],
        status: call.failed === true ? 'Error' : 'Success',
      }));
      got = { ToolUseResults: { tool_use_results: results } };
    }
    const specification = (name: string): unknown => ({
      ToolSpecification: {
        name,
        description: `Use ${name}.`,
        input_schema: { json: { type: 'object', properties: {} } },
      },
    });
    return {
      path: `saved/${conversation.id}.json`,
      text: json({
        conversation_id: made.uuid(),
        next_message: null,
        history,
        valid_history_range: [0, history.length],
        transcript,
        tools: { native___: toolNames(conversation).map(specification) },
        context_manager: {
          max_context_files_size: 150_000,
          current_profile: 'q_cli_default',
          paths: ['README.md'],
        },
        context_message_length: null,
        latest_summary: null,
        model_info: {
          model_name: conversation.model,
          model_id: conversation.model,
          context_window_tokens: 200_000,
        },
        file_line_tracker: {},
      }),
      runs: [expectSteps(turns)],
    };
  },
);

/** Bubbles whose kind is a number, with many members that are empty; calls and thoughts are bubbles without text. */
export const cursorBubbles: Shape = oneEach(
  'Cursor, composer with its bubbles (state.vscdb)',
  'json',
  ['coding', 'analysis', 'press', 'library', 'incident'],
  (conversation, made) => {
    const bubble = (type: 1 | 2, text: string, more: object = {}): unknown => ({
      _v: 2,
      type,
      bubbleId: made.uuid(),
      approximateLintErrors: [],
      lints: [],
      codebaseContextChunks: [],
      commits: [],
      attachedCodeChunks: [],
      toolResults: [],
      images: [],
      diffHistories: [],
      isAgentic: true,
      unifiedMode: 2,
      tokenCount: { inputTokens: 0, outputTokens: 0 },
      text,
      createdAt: made.time(),
      ...more,
    });
    const turns = oneCallEach(conversation.turns);
    const bubbles = turns.flatMap((turn) => {
      if (turn.by === 'user')
        return [
          bubble(1, turn.text, {
            richText: JSON.stringify({ root: { type: 'root', children: [turn.text] } }),
          }),
        ];
      return [
        ...given(turn.thought, (text) =>
          bubble(2, '', {
            capabilityType: 30,
            thinking: { text, signature: '' },
            thinkingDurationMs: made.number(400, 9000),
          }),
        ),
        ...given(turn.text, (text) => bubble(2, text)),
        ...callsOf(turn).map((call, index) => {
          const toolFormerData = {
            tool: 19,
            toolIndex: index,
            modelCallId: '',
            toolCallId: `toolu_${made.token(24)}`,
            status: call.failed === true ? 'error' : 'completed',
            name: call.tool,
            rawArgs: JSON.stringify(call.arguments),
            result: resultText(call),
            userDecision: 'accepted',
            additionalData: {},
          };
          return bubble(2, '', { capabilityType: 15, toolFormerData });
        }),
      ];
    });
    return {
      path: `composers/${conversation.id}.json`,
      text: json({
        _v: 10,
        composerId: made.uuid(),
        name: conversation.title,
        status: 'completed',
        createdAt: Date.parse(conversation.startedAt),
        lastUpdatedAt: made.tick(),
        unifiedMode: 'agent',
        modelConfig: { modelName: conversation.model, maxMode: false },
        context: { fileSelections: [], terminalSelections: [], cursorRules: [] },
        contextUsagePercent: made.number(10, 60),
        conversation: bubbles,
      }),
      runs: [expectSteps(turns, { textApart: true })],
    };
  },
);
