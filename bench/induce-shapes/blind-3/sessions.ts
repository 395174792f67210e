/** What agents in a terminal keep of their sessions. */
import type { JsonObject } from '@tracewright/core';
import { inWrittenOrder, kubectlYaml } from '../blind-2/kubectl-yaml.ts';
import {
  expectSteps,
  firstEpisode,
  given,
  json,
  jsonLines,
  oneEach,
  plainText,
  resultText,
  saidBy,
  speakerOf,
  tell,
  toolNames,
  usage,
} from '../blind-2/kit.ts';

/** A chain of events; calls are asked for in a message, and told again when they start and end. */
export const copilotCliEvents = oneEach(
  'GitHub Copilot CLI, events.jsonl of a session',
  'json',
  ['coding', 'press', 'cluster', 'greenhouse', 'analysis'],
  (conversation, made) => {
    let parentId: string | null = null;
    const event = (type: string, data: object): object => {
      const record = { type, data, id: made.uuid(), timestamp: made.time(), parentId };
      parentId = record.id;
      return record;
    };
    const sessionId = made.uuid();
    let turnId = 0;
    const start = event('session.start', {
      sessionId,
      version: 1,
      producer: 'copilot-agent',
      copilotVersion: '0.0.374',
      startTime: conversation.startedAt,
      selectedModel: conversation.model,
      context: { cwd: '/workspace/billing', gitRoot: '/workspace/billing', branch: 'main' },
    });
    const events = tell(
      conversation.turns,
      () => `toolu_${made.token(24)}`,
      (text) => [
        event('user.message', {
          content: text,
          transformedContent: `<current_datetime>${conversation.startedAt}</current_datetime>\n\n${text}\n\n<reminder>\n<sql_tables>No tables currently exist.</sql_tables>\n</reminder>`,
          attachments: [],
          interactionId: made.uuid(),
        }),
      ],
      (turn, calls) => {
        const id = String(turnId++);
        return [
          event('assistant.turn_start', { turnId: id, interactionId: made.uuid() }),
          event('assistant.message', {
            messageId: made.uuid(),
            model: conversation.model,
            content: turn.text ?? '',
            toolRequests: calls.map(({ call, id: toolCallId }) => ({
              toolCallId,
              name: call.tool,
              arguments: call.arguments,
              type: 'function',
            })),
            interactionId: made.uuid(),
            ...(turn.thought === undefined ? {} : { reasoningText: turn.thought }),
            outputTokens: made.number(20, 400),
          }),
          ...calls.map(({ call, id: toolCallId }) =>
            event('tool.execution_start', {
              toolCallId,
              toolName: call.tool,
              arguments: call.arguments,
              turnId: id,
            }),
          ),
          ...calls.map(({ call, id: toolCallId }) =>
            event('tool.execution_complete', {
              toolCallId,
              model: conversation.model,
              interactionId: made.uuid(),
              success: call.failed !== true,
              ...(call.failed === true
                ? { error: { message: resultText(call), code: 'failure' } }
                : { result: { content: resultText(call), detailedContent: resultText(call) } }),
              toolTelemetry: {},
              turnId: id,
            }),
          ),
          event('assistant.turn_end', { turnId: id }),
        ];
      },
    );
    return {
      path: `session-state/${sessionId}/events.jsonl`,
      text: jsonLines([start, ...events, event('session.shutdown', { shutdownType: 'routine' })]),
      runs: [expectSteps(conversation.turns)],
    };
  },
);

/** A tree of entries, of which most are messages: content is a list of blocks, and a result is a message of its own. */
export const piSession = oneEach(
  'pi (coding agent), session in JSON lines',
  'json',
  ['coding', 'cluster', 'analysis', 'press', 'library'],
  (conversation, made) => {
    let parentId: string | null = null;
    const entry = (type: string, more: object): object => {
      const record = { type, id: made.hex(8), parentId, timestamp: made.time(), ...more };
      parentId = record.id;
      return record;
    };
    const message = (content: object): object => entry('message', { message: content });
    const text = (value: string): object => ({ type: 'text', text: value });
    const id = made.uuid();
    const head = [
      { type: 'session', version: 3, id, timestamp: conversation.startedAt, cwd: '/workspace/billing' },
      entry('model_change', { provider: 'anthropic', modelId: conversation.model }),
      entry('thinking_level_change', { thinkingLevel: 'medium' }),
    ];
    const messages = tell(
      conversation.turns,
      () => `toolu_${made.token(24)}`,
      (asked) => [message({ role: 'user', content: [text(asked)], timestamp: made.tick() })],
      (turn, calls) => [
        message({
          role: 'assistant',
          content: [
            ...given(turn.thought, (thinking) => ({
              type: 'thinking',
              thinking,
              thinkingSignature: made.token(48),
            })),
            ...given(turn.text, text),
            ...calls.map(({ call, id: callId }) => ({
              type: 'toolCall',
              id: callId,
              name: call.tool,
              arguments: call.arguments,
            })),
          ],
          api: 'anthropic-messages',
          provider: 'anthropic',
          model: conversation.model,
          usage: {
            input: made.number(3, 900),
            output: made.number(20, 400),
            cacheRead: made.number(0, 9000),
            cacheWrite: 0,
            cost: { input: 0.0001, output: 0.004, cacheRead: 0.001, cacheWrite: 0, total: 0.0051 },
          },
          stopReason: calls.length === 0 ? 'stop' : 'toolUse',
          timestamp: made.tick(),
        }),
        ...calls.map(({ call, id: toolCallId }) =>
          message({
            role: 'toolResult',
            toolCallId,
            toolName: call.tool,
            content: [text(resultText(call))],
            details: {},
            isError: call.failed === true,
            timestamp: made.tick(),
          }),
        ),
      ],
    );
    return {
      path: `sessions/--workspace-billing--/${conversation.startedAt.replaceAll(/[:.]/g, '-')}_${id}.jsonl`,
      text: jsonLines([...head, ...messages]),
      runs: [expectSteps(conversation.turns)],
    };
  },
);

/** Items that hold a message that holds a message; what is empty is left out, as Go does. */
export const cagentSession = oneEach(
  'cagent (Docker), session of a team as JSON',
  'json',
  ['letters', 'research', 'incident', 'travel', 'cluster'],
  (conversation, made) => {
    const item = (agentName: string, message: object): object => ({
      message: {
        ...(agentName === '' ? {} : { agentName }),
        message: { ...message, created_at: made.time().replace('Z', '+02:00') },
      },
    });
    const messages = tell(
      conversation.turns,
      () => `call_${made.token(24)}`,
      (content) => [item('', { role: 'user', content })],
      (turn, calls) => [
        item(speakerOf(turn, conversation), {
          role: 'assistant',
          ...(turn.text === undefined ? {} : { content: turn.text }),
          ...(turn.thought === undefined ? {} : { reasoning_content: turn.thought }),
          ...(calls.length === 0
            ? {}
            : {
                tool_calls: calls.map(({ call, id }) => ({
                  id,
                  type: 'function',
                  function: { name: call.tool, arguments: JSON.stringify(call.arguments) },
                })),
                tool_definitions: toolNames(conversation).map((name) => ({
                  name,
                  category: 'mcp',
                  parameters: { type: 'object' },
                })),
              }),
          usage: usage(made),
          model: conversation.model,
        }),
        ...calls.map(({ call, id }) =>
          item(speakerOf(turn, conversation), {
            role: 'tool',
            content: resultText(call),
            tool_call_id: id,
            ...(call.failed === true ? { is_error: true } : {}),
          }),
        ),
      ],
    );
    return {
      path: `evals/${conversation.id}.json`,
      text: json({
        id: made.uuid(),
        title: conversation.title,
        messages,
        created_at: conversation.startedAt,
        tools_approved: true,
        hide_tool_results: false,
        working_dir: '/workspace',
        max_iterations: 0,
        input_tokens: made.number(2000, 20_000),
        output_tokens: made.number(200, 2000),
        cost: 0.0182,
      }),
      runs: [expectSteps(conversation.turns)],
    };
  },
);

/** Documents of YAML: what goes to the model, what comes from it, and each call by itself. */
export const kubectlAiTrace = oneEach(
  'kubectl-ai, trace file (--trace-path)',
  'json',
  ['cluster', 'incident', 'analysis', 'greenhouse', 'library'],
  (conversation, made) => {
    const event = (action: string, payload: JsonObject | JsonObject[][] | string[][]): string =>
      `${kubectlYaml({ timestamp: made.time(), action, payload })}\n---\n\n`;
    const events = tell(
      firstEpisode(conversation),
      () => made.uuid(),
      (text) => [event('llm-chat', [[text]])],
      (turn, calls) => [
        event('llm-response', {
          candidates: [
            {
              content: {
                parts: [
                  ...given(saidBy(turn), (text): JsonObject => ({ text })),
                  ...calls.map(({ call, id }): JsonObject => ({
                    functionCall: { id, name: call.tool, args: call.arguments },
                  })),
                ],
                role: 'model',
              },
              finishReason: 'STOP',
            },
          ],
          usageMetadata: {
            candidatesTokenCount: made.number(20, 300),
            promptTokenCount: made.number(900, 9000),
          },
        }),
        ...calls.flatMap(({ call, id }) => [
          event('tool-request', { id, name: call.tool, arguments: call.arguments }),
          event(
            'tool-response',
            call.failed === true ? { id, error: resultText(call) } : { id, response: call.result },
          ),
        ]),
        ...(calls.length === 0
          ? []
          : [
              event('llm-chat', [
                calls.map(({ call, id }) => ({
                  id,
                  name: call.tool,
                  result: call.failed === true ? { error: call.result } : { content: call.result },
                })),
              ]),
            ]),
      ],
    );
    return {
      path: `kubectl-ai-trace-${conversation.id}.yaml`,
      text: events.join(''),
      // Of a result that is an object the file has the keys in its own order.
      runs: [
        expectSteps(firstEpisode(conversation), {
          result: ({ result }) => plainText(inWrittenOrder(result)),
        }),
      ],
    };
  },
);
